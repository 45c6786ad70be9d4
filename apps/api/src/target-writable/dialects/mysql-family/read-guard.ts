import type { TargetWritable } from '@cutover/contracts';
import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { VariableRow } from './statements.js';

type Guard = Pick<TargetWritable, 'guard' | 'guardText' | 'isLogged' | 'unloggedBecause'>;

/**
 * Pure: whose writes a server refuses, and whether it numbers those that it takes. log_slave_updates hides nothing: what
 * the server itself writes stands in its log either way. Without a log MariaDB and MySQL give no GTID to it, and MySQL gives
 * none while gtid_mode is off.
 */
export function guardOf(engine: FamilyEngine, rows: readonly VariableRow[]): Guard {
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value.toUpperCase()]));
  const readOnly = values.get('read_only');
  const unlogged = unloggedBecause(engine, values);
  return {
    ...guardFrom(readOnly, values.get('super_read_only')),
    isLogged: values.has('log_bin') ? unlogged === null : null,
    unloggedBecause: unlogged,
  };
}

function guardFrom(
  readOnly: string | undefined,
  superReadOnly: string | undefined,
): Pick<Guard, 'guard' | 'guardText'> {
  if (readOnly === undefined) return { guard: null, guardText: null };
  if (superReadOnly === 'ON') return { guard: 'all', guardText: 'super_read_only = ON' };
  // MariaDB 12 has more than two values.
  const guard = readOnly === 'OFF' ? 'none' : readOnly === 'NO_LOCK_NO_ADMIN' ? 'all' : 'ordinary';
  return { guard, guardText: `read_only = ${readOnly}` };
}

function unloggedBecause(engine: FamilyEngine, values: ReadonlyMap<string, string>): string | null {
  if (values.get('log_bin') === 'OFF') return 'log_bin = OFF';
  const mode = values.get('gtid_mode');
  return engine === 'mysql' && mode?.startsWith('OFF') === true ? `gtid_mode = ${mode}` : null;
}
