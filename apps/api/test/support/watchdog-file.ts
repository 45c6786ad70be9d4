import { resolve } from 'node:path';

/** Stands in the place of the module of that name of the product: the watchdog as `npm run build` makes it. */
export const watchdogFile = resolve(__dirname, '../../dist/checksum/dialects/mysql-family/barrier/watchdog.js');
