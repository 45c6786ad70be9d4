import type { HoldUp, SideSessions } from '@cutover/contracts';
import { at, someEvidence, someSessions } from '../../../test/support/some-evidence.js';
import { backupRunningCheck } from './backup-running.check.js';
import { ddlRunningCheck } from './ddl-running.check.js';
import { longTransactionCheck } from './long-transaction.check.js';
import { metadataLockCheck } from './metadata-lock.check.js';
import { preparedTransactionCheck } from './prepared-transaction.check.js';

const all = [longTransactionCheck, preparedTransactionCheck, metadataLockCheck, backupRunningCheck, ddlRunningCheck];
const nowMs = Date.parse(at);

const open: HoldUp = {
  ...{ kind: 'transaction', name: 'session 812', account: 'app@10.0.0.3', forSeconds: 2580, isIdle: true },
  ...{ doing: null, behind: null, end: 'KILL 812' },
};
const judge = (check: (typeof all)[number], source: Partial<SideSessions>) =>
  check.judge(someEvidence({ sessions: someSessions({ source: { holdUps: [], unknown: [], ...source } }) }), nowMs);

it('names who has a transaction open, for how long, how many more there are, and how it is ended', () => {
  const [finding, ...others] = judge(longTransactionCheck, { holdUps: [open, { ...open, name: 'session 9' }] }).found;
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ subject: 'source', outcome: 'fail', severity: 'WARNING' });
  expect(finding?.message).toContain('session 812 of app@10.0.0.3 for 43 min, idle; 1 more');
  expect(finding?.statements).toEqual([{ on: 'source', sql: 'KILL 812;' }]);
});

it.each(all)('$id warns of its own kind alone, and never blocks', (check) => {
  const kinds = ['transaction', 'prepared', 'lock-wait', 'backup', 'ddl'] as const;
  const found = kinds.filter((kind) => judge(check, { holdUps: [{ ...open, kind }] }).found.length > 0);
  expect(found).toHaveLength(1);
  expect(check.blocks).toBe('never');
});

it.each(all)('$id never takes unknown for good, and says the right', (check) => {
  expect(check.judge(someEvidence({ sessions: null }), nowMs)).toMatchObject({ found: [], rest: 'unknown' });
  const kinds = ['transaction', 'prepared', 'lock-wait', 'backup', 'ddl'] as const;
  const unknown = kinds.map((kind) => ({ kind, reason: 'the account may not', grant: 'GRANT IT;' }));
  const reading = judge(check, { unknown });
  expect(reading.found).toMatchObject([{ outcome: 'unknown', severity: 'INFO', subject: 'source' }]);
  expect(reading.found[0]?.statements).toEqual([{ on: 'source', sql: 'GRANT IT;' }]);
  expect([reading.otherwise('source').kind, reading.otherwise('target').kind]).toEqual(['unknown', 'pass']);
});
