import { breakNames } from '../breaks/break-names.js';
import { breaks } from '../breaks/registry.js';

/** The whole manual of the lab, on one screen. */
export function renderUsage(): string {
  return [
    'A real MariaDB source and its encrypted target, replicating over TLS, with a shop in them.',
    '',
    '  npm run lab -- up [--rows N]                start (1,000,000 rows in the largest table)',
    '  npm run lab -- status                       what runs, and what is broken',
    '  npm run lab -- load [--rate N] [--seconds N]  write to the source (20 commits a second) until Ctrl-C',
    '  npm run lab -- break NAME                   break something',
    '  npm run lab -- mend NAME                    undo it',
    '  npm run lab -- down                         end everything and remove every file',
    '',
    '  --home DIR   where the lab lies (CUTOVER_LAB_HOME, else .lab in the repository)',
    '  --json       answer for programs',
    '',
    'What can be broken:',
    ...describeBreaks(),
  ].join('\n');
}

/** A line a break: its name and what it does. */
export function describeBreaks(): readonly string[] {
  const width = Math.max(...breakNames.map((name) => name.length));
  return breakNames.map((name) => `  ${name.padEnd(width)}  ${breaks[name].description}`);
}
