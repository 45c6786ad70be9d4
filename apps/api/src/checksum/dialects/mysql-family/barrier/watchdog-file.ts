import { fileURLToPath } from 'node:url';

/**
 * Path of the compiled watchdog.ts. It lies beside this module when both are compiled, and beside the bundle, for
 * which it is built too (rolldown.config.mjs). Tests run from the sources, where nothing is compiled: Jest replaces
 * this module by one of test/support.
 */
export const watchdogFile = fileURLToPath(new URL('./watchdog.js', import.meta.url));
