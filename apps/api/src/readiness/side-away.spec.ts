import { roles, type Role, type Tablespace } from '@cutover/contracts';
import { allChecks } from '../../test/support/all-checks.js';
import {
  aLag,
  aParity,
  aRollbackPath,
  aScheduler,
  aWritable,
  anEncryptedSide,
  at,
  checksum,
  checksumsOf,
  server,
  someEvidence,
  someSessions,
} from '../../test/support/some-evidence.js';
import type { Evidence } from '../evidence/evidence.js';
import { judge, type JudgedCheck } from '../judgement/judge.js';
import { foldFindings } from './fold.js';

const toIso = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
const after = toIso(at, 1_000);
const before = toIso(at, -1_000);
const reason = 'The target does not answer (connection refused)';

/** All checks, judged so long after everything was measured. `role` has not answered since `at`. */
function judgedWithout(role: Role, change: Partial<Evidence>, afterMs = 2_000): JudgedCheck[] {
  const away = server({ state: 'down', since: after, lastSeenAt: at });
  const up = server({ lastSeenAt: after });
  const connection = { source: up, target: up, sameServer: false, [role]: away };
  const evidence = someEvidence({ 'binlog-retention': null, ...change, connection });
  return judge(allChecks('mariadb'), evidence, Date.parse(at) + afterMs, (_, error) => {
    throw error;
  });
}
const of = (checks: readonly JudgedCheck[], id: string): JudgedCheck => {
  const found = checks.find(({ check }) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};
const reasonsOf = (checks: readonly JudgedCheck[]) =>
  foldFindings(checks).reasons.map(({ check, subject }) => `${check} ${subject}`);

const alertsOf = (checks: readonly JudgedCheck[]) =>
  checks.flatMap(({ check, reading }) =>
    (reading?.found ?? []).filter(({ severity }) => severity !== 'INFO').map(({ subject }) => `${check.id} ${subject}`),
  );

/** What the watchers make of a target that is away, measured since. */
const unknownParts: Partial<Evidence> = {
  lag: aLag({ state: 'unknown', measuredAt: after, reason }),
  'event-scheduler': aScheduler({ setting: null, reason, measuredAt: after }),
  'rollback-path': aRollbackPath({ reason, measuredAt: after }),
  'target-writable': aWritable({ guard: null, isLogged: null, reason, measuredAt: after }),
  encryption: { source: null, target: anEncryptedSide({ progress: null, reason, measuredAt: after }), tablespaces: [] },
  sessions: someSessions({
    target: { holdUps: [], unknown: [{ kind: 'transaction', reason, grant: null }] },
    measuredAt: after,
  }),
  heartbeat: {
    ...{ table: 'cutover.heartbeat', writer: 'writing', seconds: null, lastBeatAt: at, measuredAt: after },
    ...{ reason, action: 'Bring the server back.' },
  },
};
const unreadParity = (measuredAt: string): Evidence['parity'] => {
  const parity = aParity(measuredAt);
  const unknown = [
    {
      area: 'schema' as const,
      what: 'views',
      side: 'target' as const,
      reason,
      action: 'Grant it.',
      grants: ['GRANT it;'],
      blocks: true,
    },
  ];
  return { ...parity, schema: parity.schema && { ...parity.schema, state: { ...parity.schema.state, unknown } } };
};

it('is one reason: what is unknown only because the side does not answer is none of its own', () => {
  const checks = judgedWithout('target', { ...unknownParts, parity: unreadParity(after) });
  expect(reasonsOf(checks)).toEqual(['connection-lost target']);
  expect(foldFindings(checks).answer).toBe('cannot-tell');
  // No alert of its own either.
  expect(alertsOf(checks)).toEqual(['connection-lost target']);
});

it('shows every such check as unknown, with what its watcher says, and one thing to do', () => {
  const checks = judgedWithout('target', { ...unknownParts, parity: unreadParity(after) });
  for (const id of [
    'event-scheduler',
    'rollback-path',
    'encryption-incomplete',
    'schema-parity',
    'heartbeat-written',
  ]) {
    expect(of(checks, id)).toMatchObject({ state: 'unknown', own: [], findings: [{ outcome: 'unknown' }] });
    expect(of(checks, id).findings[0]).toMatchObject({
      message: expect.stringContaining(reason),
      action: 'Bring the target back: this is judged again by itself.',
    });
  }
});

it.each(roles)('lets nothing pass on what the %s said before, and keeps what was proved', (role) => {
  const checks = judgedWithout(role, {});
  for (const { check, state, findings, reading } of checks) {
    if (reading?.notApplicable !== undefined) continue;
    if (check.needs !== role && check.needs !== 'both') continue;
    expect([check.id, state]).toEqual([check.id, 'unknown']);
    expect([check.id, findings[0]?.message]).toEqual([check.id, expect.stringMatching(/unknown/i)]);
  }
  expect(of(checks, 'schema-parity').findings).toMatchObject([
    {
      message: expect.stringMatching(new RegExp(`: the ${role} does not answer$`)),
      action: `Bring the ${role} back: this is judged again by itself.`,
    },
  ]);
  for (const id of ['checksum-diverged', 'checksum-unverified', 'consistency-diverged'])
    expect(of(checks, id).state).toBe('pass');
  expect(reasonsOf(checks)).toEqual([`connection-lost ${role}`]);
});

it('keeps as a reason what was unknown while the side still answered, with its GRANT', () => {
  const checks = judgedWithout('target', { parity: unreadParity(before) });
  expect(reasonsOf(checks)).toEqual(['connection-lost target', 'schema-parity target: views']);
  expect(of(checks, 'schema-parity').own).toMatchObject([{ statements: [{ on: 'target', sql: 'GRANT it;' }] }]);
});

it('takes what timed out just before the last answer for the same silence, and nothing that did long before', () => {
  const timedOut = (agoMs: number): JudgedCheck[] =>
    judgedWithout('target', {
      'rollback-path': aRollbackPath({ reason: 'It did not answer in time', measuredAt: toIso(at, -agoMs) }),
      'event-scheduler': aScheduler({ setting: null, reason, measuredAt: toIso(at, -agoMs) }),
    });
  expect(reasonsOf(timedOut(20_000))).toEqual(['connection-lost target']);
  expect(reasonsOf(timedOut(300_000))).toEqual(['connection-lost target', 'event-scheduler target']);
});

it('keeps what is unknown of the side that answers', () => {
  const unknown = [{ kind: 'transaction' as const, reason: 'no right', grant: 'GRANT PROCESS' }];
  const sessions = someSessions({
    source: { holdUps: [], unknown },
    target: { holdUps: [], unknown },
    measuredAt: after,
  });
  const { own, findings, state } = of(judgedWithout('target', { sessions }), 'long-transaction');
  expect([state, own.map(({ subject }) => subject), findings.map(({ subject }) => subject)]).toEqual([
    ...['unknown', ['source'], ['source', 'target']],
  ]);
});

it('keeps what failed, and says it first', () => {
  const target = anEncryptedSide({ measuredAt: before });
  const tablespace: Tablespace = {
    ...{ name: 'a', table: 'shop.a', isWatched: true, state: 'never', sizeBytes: 1, encryptedBytes: 0 },
    ...{ keyVersion: null, latestKeyVersion: null, keyId: null, note: 'ENCRYPTED=NO', action: 'ALTER TABLE' },
  };
  const checks = judgedWithout('target', { encryption: { source: null, target, tablespaces: [tablespace] } });
  expect(reasonsOf(checks)).toEqual(['encryption-incomplete shop.a', 'connection-lost target']);
  expect(of(checks, 'encryption-incomplete').state).toBe('fail');
});

it('folds what became too old because nothing newer could be measured or proved', () => {
  const checks = judgedWithout('target', unknownParts, 3_600_000);
  expect(reasonsOf(checks)).toEqual(['connection-lost target']);
  expect(alertsOf(checks)).toEqual(['connection-lost target']);
  expect(of(checks, 'proof-too-old')).toMatchObject({ state: 'unknown', own: [] });
});

it('folds a table whose attempt failed with the side, and keeps one that failed before', () => {
  const unverified = (finishedAt: string) => ({
    checksums: checksumsOf(checksum('shop.a', 'unverified', { reason, finishedAt })),
  });
  expect(reasonsOf(judgedWithout('target', unverified(after)))).toEqual(['connection-lost target']);
  expect(alertsOf(judgedWithout('target', unverified(after)))).toEqual(['connection-lost target']);
  expect(reasonsOf(judgedWithout('target', unverified(before)))).toEqual([
    ...['connection-lost target', 'checksum-unverified shop.a'],
  ]);
});

it('leaves an open alert as it is: neither confirmed nor resolved by a side that does not answer', () => {
  const beat = of(judgedWithout('target', unknownParts), 'heartbeat-written');
  expect(beat.reading?.otherwise('target')).toEqual({ kind: 'unanswered' });
  const parity = of(judgedWithout('target', {}), 'schema-parity');
  expect(parity.reading?.otherwise('index')).toEqual({ kind: 'unanswered' });
  // Of the side that answers the check is right.
  const sessions = of(judgedWithout('target', {}), 'long-transaction');
  expect(sessions.reading?.otherwise('source').kind).toBe('pass');
  const rows = of(judgedWithout('target', {}), 'checksum-diverged');
  expect(rows.reading?.otherwise('shop.a').kind).toBe('pass');
});

it('is silent before the first answer, too', () => {
  const connecting = server({ state: 'connecting', lastSeenAt: null, missingGrants: null });
  const connection = { source: server(), target: connecting, sameServer: false };
  const evidence = someEvidence({ ...unknownParts, 'binlog-retention': null, connection, checksums: checksumsOf() });
  const checks = judge(allChecks('mariadb'), evidence, Date.parse(at), (_, error) => {
    throw error;
  });
  expect(reasonsOf(checks)).toEqual(['connection-lost target']);
});

it('begins no alert for what was measured while the side was away, until it was looked at again', () => {
  const back = server({ since: new Date(Date.parse(at) + 5_000).toISOString() });
  const connection = { source: server(), target: back, sameServer: false };
  const heartbeat = (measuredAt: string) => ({
    heartbeat: { ...(unknownParts.heartbeat as object), measuredAt } as Evidence['heartbeat'],
  });
  const alertsAt = (seconds: number, change: Partial<Evidence>) => {
    const evidence = someEvidence({ 'binlog-retention': null, ...change, connection });
    const checks = judge(allChecks('mariadb'), evidence, Date.parse(at) + seconds * 1_000, () => undefined);
    return alertsOf(checks).filter((alert) => alert.startsWith('heartbeat'));
  };
  expect(alertsAt(6, heartbeat(after))).toEqual([]);
  expect(alertsAt(7, heartbeat(new Date(Date.parse(at) + 6_000).toISOString()))).toEqual(['heartbeat-written target']);
  // Nobody looked again: something else is wrong.
  expect(alertsAt(70, heartbeat(after))).toEqual(['heartbeat-written target']);
});
