import { fileURLToPath } from 'node:url';

/**
 * The program in watchdog.ts. It stands beside this module when both are compiled, and beside the bundle, which is built
 * with one of its own (rolldown.config.mjs). Tests run from the sources, where nothing is compiled: Jest puts a module of
 * test/support in the place of this one.
 */
export const watchdogFile = fileURLToPath(new URL('./watchdog.js', import.meta.url));
