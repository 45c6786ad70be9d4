/** Time that a round itself may take before the proofs of the one before it are too old. */
const roundMs = 10 * 60_000;

/** A proof counts for two rounds of the schedule; with a cron expression, or on request only, for a day and two hours. */
export function proofMaxAgeMs(checksumIntervalMinutes: number, checksumCron: string | undefined): number {
  if (checksumCron !== undefined || checksumIntervalMinutes === 0) return 26 * 60 * 60_000;
  return 2 * checksumIntervalMinutes * 60_000 + roundMs;
}
