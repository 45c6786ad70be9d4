/** How much later than planned a round may end before the proofs of the one before it are too old. */
const slackMs = 10 * 60_000;

/** How long a proof counts: two rounds of the schedule; with a cron expression, or without a schedule, 26 hours. */
export function proofMaxAgeMs(checksumIntervalMinutes: number, checksumCron: string | undefined): number {
  if (checksumCron !== undefined || checksumIntervalMinutes === 0) return 26 * 60 * 60_000;
  return 2 * checksumIntervalMinutes * 60_000 + slackMs;
}
