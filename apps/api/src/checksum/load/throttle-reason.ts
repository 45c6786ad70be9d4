import { roles, type Role } from '@cutover/contracts';

/** What was seen of one server; null is unknown, which is no reason to wait: the comparison itself says what is wrong. */
export interface ServerPressure {
  threadsRunning: number | null;
  /** Changes that InnoDB has not purged yet: an open snapshot keeps it from doing so, and a long list slows every read. */
  historyListLength: number | null;
}

/** What was seen of both. */
export interface Pressure extends Readonly<Record<Role, ServerPressure>> {
  lagSeconds: number | null;
}

/** From where on verification holds back. */
export interface PressureLimits {
  maxThreadsRunning: number;
  maxHistoryListLength: number;
  lagThresholdSeconds: number;
}

/** By the names that the server gives them. */
const counters = [
  { name: 'Threads_running', field: 'threadsRunning', setting: 'maxThreadsRunning' },
  { name: 'Innodb_history_list_length', field: 'historyListLength', setting: 'maxHistoryListLength' },
] as const;

/** Needs no right. MySQL has no history list among its counters. */
export const pressureStatement = `SHOW GLOBAL STATUS WHERE Variable_name IN (${counters.map(({ name }) => `'${name}'`).join(', ')})`;

/** A counter as the server answers it. */
export interface CounterRow {
  Variable_name: string;
  Value: string;
}

/** Pure: reads the answer to {@link pressureStatement}. */
export function readPressure(rows: readonly CounterRow[]): ServerPressure {
  const valueOf = (name: string): number | null => {
    const found = rows.find(({ Variable_name }) => Variable_name.toLowerCase() === name.toLowerCase());
    return found === undefined ? null : Number(found.Value);
  };
  return {
    threadsRunning: valueOf('Threads_running'),
    historyListLength: valueOf('Innodb_history_list_length'),
  };
}

/** Pure: why the servers should be left alone; null: go on. */
export function pressureReason(
  pressure: Pressure,
  limits: PressureLimits,
): { kind: 'server' | 'lag'; text: string } | null {
  for (const { name, field, setting } of counters)
    for (const role of roles) {
      const seen = pressure[role][field];
      if (seen !== null && seen > limits[setting])
        return {
          kind: 'server',
          text: `${name} on the ${role} is ${seen}, over ${limits[setting]} (verification.${setting})`,
        };
    }
  const { lagSeconds } = pressure;
  const { lagThresholdSeconds } = limits;
  if (lagSeconds === null || lagSeconds <= lagThresholdSeconds) return null;
  return {
    kind: 'lag',
    text: `The target is ${lagSeconds} s behind, over ${lagThresholdSeconds} s (replicaLagThresholdSeconds)`,
  };
}
