/** What the watchdog says when it is connected. */
export const watchdogReady = 'ready';
/** What it is told when replication runs again. */
export const watchdogDone = 'done';
/** It acts after so long whatever it is told; longer than all steps of a barrier together may take. */
export const watchdogLimitMs = 30_000;
