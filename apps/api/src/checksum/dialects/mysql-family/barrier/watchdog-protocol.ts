/** The line that the watchdog writes when it is connected. */
export const watchdogReady = 'ready';
/** The line that it reads when replication runs again. */
export const watchdogDone = 'done';
/** After this time it starts replication again in any case. It is longer than all steps of a barrier together may take. */
export const watchdogLimitMs = 30_000;
