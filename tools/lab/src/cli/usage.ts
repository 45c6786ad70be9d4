import type { LabEngine, LabTypes } from '../engines/engine.js';
import { ownEngineNames } from '../engines/engine-name.js';
import { engines } from '../engines/registry.js';

/** The whole manual of the lab, on one screen. */
export function renderUsage(): string {
  const own = ownEngineNames.map((name) => engines[name]);
  const pairs = own.map(({ pairTitle }) => pairTitle);
  return [
    `A pair of real database servers with a shop in them: ${pairs.join(', or ')}.`,
    '',
    '  npm run lab -- up [--engine E] [--rows N] [--s3]   start (1,000,000 rows in the largest table)',
    '  npm run lab -- status                       what runs, and what is broken',
    '  npm run lab -- load [--rate N] [--seconds N]  write to the source (20 commits a second) until Ctrl-C',
    '  npm run lab -- break NAME                   break something',
    '  npm run lab -- mend NAME                    undo it',
    '  npm run lab -- down                         end everything and remove every file',
    '',
    `  --engine E   ${ownEngineNames.join(' or ')} (${ownEngineNames[0]} unless a lab of another engine is there)`,
    '  --s3         an S3 server beside the pair (Ceph; package radosgw)',
    '  --home DIR   where the lab lies (CUTOVER_LAB_HOME, else .lab in the repository)',
    '  --json       answer for programs',
    '',
    ...own.flatMap(({ title, breaks }) => [`What can be broken in a ${title} lab:`, ...describeBreaks(breaks)]),
  ].join('\n');
}

/** A line a break: its name and what it does. */
export function describeBreaks(breaks: LabEngine<LabTypes>['breaks']): readonly string[] {
  const width = Math.max(...Object.keys(breaks).map((name) => name.length));
  return Object.entries(breaks).map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`);
}
