import type { Role } from '@cutover/contracts';

/** What was seen of both servers; null is unknown, which is no reason to wait: the comparison itself says what is wrong. */
export interface Pressure {
  threadsRunning: Readonly<Record<Role, number | null>>;
  lagSeconds: number | null;
}

/** From where on verification holds back. */
export interface PressureLimits {
  maxThreadsRunning: number;
  lagThresholdSeconds: number;
}

/** Pure: why the servers should be left alone; null: go on. */
export function pressureReason(
  { threadsRunning, lagSeconds }: Pressure,
  { maxThreadsRunning, lagThresholdSeconds }: PressureLimits,
): { kind: 'threads' | 'lag'; text: string } | null {
  for (const role of ['source', 'target'] as const) {
    const running = threadsRunning[role];
    if (running !== null && running > maxThreadsRunning)
      return {
        kind: 'threads',
        text: `Threads_running on the ${role} is ${running}, over ${maxThreadsRunning} (verification.maxThreadsRunning)`,
      };
  }
  if (lagSeconds !== null && lagSeconds > lagThresholdSeconds)
    return {
      kind: 'lag',
      text: `The target is ${lagSeconds} s behind, over ${lagThresholdSeconds} s (replicaLagThresholdSeconds)`,
    };
  return null;
}
