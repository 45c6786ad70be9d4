/** What the watchdog says when it is connected. */
export const watchdogReady = 'ready';
/** What it is told when replication runs again. */
export const watchdogDone = 'done';
/** The deadline after which it starts replication again, whatever it was told; longer than all steps of a barrier together may take. */
export const watchdogLimitMs = 30_000;
