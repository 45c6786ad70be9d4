import type { BinlogRetention } from '@cutover/contracts';

const daySeconds = 86_400;

/** A variable as the server prints it. */
export interface VariableRow {
  Variable_name: string;
  Value: string;
}

/** What the variables of a server say, without the moment at which they said it. */
export type ToldRetention = Omit<BinlogRetention, 'measuredAt'>;

/** Nothing is known, for this reason. */
export function unknownRetention(reason: string): ToldRetention {
  return { keptSeconds: null, isForever: false, limitBytes: null, hasSeconds: false, reason };
}

/**
 * Pure: how long binary logs are kept. `binlog_expire_logs_seconds` (MySQL 8, MariaDB from 10.6) counts before
 * `expire_logs_days`; 0 in both is for ever, and so is MySQL's `binlog_expire_logs_auto_purge = OFF`. MariaDB 11.4 may
 * delete by size too (`max_binlog_total_size`).
 */
export function retentionOf(rows: readonly VariableRow[]): ToldRetention {
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value]));
  if (values.get('log_bin') === 'OFF') return unknownRetention('The binary log of the source is off (log_bin).');
  const limit = numberOf(values.get('max_binlog_total_size'));
  const limitBytes = limit === null || limit === 0 ? null : limit;
  const seconds = numberOf(values.get('binlog_expire_logs_seconds'));
  const days = numberOf(values.get('expire_logs_days'));
  if (seconds === null && days === null)
    return unknownRetention('The source tells neither binlog_expire_logs_seconds nor expire_logs_days.');
  const kept = seconds === null || seconds === 0 ? (days ?? 0) * daySeconds : seconds;
  const isForever = kept === 0 || values.get('binlog_expire_logs_auto_purge') === 'OFF';
  return { keptSeconds: isForever ? null : kept, isForever, limitBytes, hasSeconds: seconds !== null, reason: null };
}

function numberOf(value: string | undefined): number | null {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/** Pure: the statement that keeps binary logs for so long, in whole days at least, with the variable that the server has. */
export function keepLogsFor(seconds: number, hasSeconds: boolean): string {
  return hasSeconds
    ? `SET GLOBAL binlog_expire_logs_seconds = ${seconds};`
    : `SET GLOBAL expire_logs_days = ${Math.ceil(seconds / daySeconds)};`;
}
