import type { BackupRunDatabase } from '@cutover/contracts';
import { databaseOf, stateOf } from './run-result.js';

const leftOut = databaseOf({ database: 'server.accounts', skipped: 'No right.', durationMs: 1 });
const failed = databaseOf({ database: 'crm', failure: 'Access denied.', durationMs: 1.4 });
const stored: BackupRunDatabase = {
  ...{ database: 'shop', backupId: 'b', bytes: '1', dumpBytes: '2', position: null, failure: null, skipped: null },
  ...{ storages: [{ name: 'disk', failure: null, readBack: null, storedLaterAt: null }], durationMs: 1 },
};

it('keeps why something was left out apart from why something failed', () => {
  expect(leftOut).toMatchObject({ backupId: null, failure: null, skipped: 'No right.' });
  expect(failed).toMatchObject({ backupId: null, failure: 'Access denied.', skipped: null, durationMs: 1 });
});

it.each<[string, BackupRunDatabase[]]>([
  ['complete', [stored, leftOut]],
  ['partial', [stored, failed]],
  [
    'partial',
    [
      {
        ...stored,
        storages: [...stored.storages, { name: 'nas', failure: 'full', readBack: null, storedLaterAt: null }],
      },
      leftOut,
    ],
  ],
  ['failed', [{ ...stored, storages: [{ name: 'disk', failure: 'damaged', readBack: null, storedLaterAt: null }] }]],
  ['failed', [failed]],
  ['failed', [leftOut]],
])('is %s of %#', (state, databases) => expect(stateOf(databases)).toBe(state));
