import type { FreezeAftermath, PositionMark } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import type { FreezeProofDialect, OwnWrites, SideReading } from '../freeze-proof-dialect.js';
import { lookAfter, newAftermath } from './watch-aftermath.js';

const [first, second, third] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:05.000Z', '2026-01-01T00:00:10.000Z'];
const mark: PositionMark = {
  position: '0-1-7',
  logged: null,
  log: null,
  transactions: null,
  serverTime: first,
  at: first,
};
const counted: OwnWrites = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true, reason: null },
};

/** What each side answers to one look; an Error: it cannot be asked. */
interface Answers {
  guard?: SideReading['guard'] | Error;
  source?: OwnWrites | Error;
  target?: OwnWrites | Error;
  sessions?: Error;
  /** Who answers; null: nobody. */
  servers?: { source: string | null; target: string | null };
}

const orThrow = <T>(value: T | Error): Promise<T> =>
  value instanceof Error ? Promise.reject(value) : Promise.resolve(value);

function look(after: FreezeAftermath, nowIso: string, answers: Answers = {}): Promise<FreezeAftermath> {
  const { guard = 'ordinary', source = counted, target = counted, sessions } = answers;
  const { servers = { source: 'S', target: 'T' } } = answers;
  const dialect = {
    readSource: () => orThrow(guard).then((value) => ({ guard: value })),
    sourceWrites: () => orThrow(source),
    targetWrites: () => orThrow(target),
    exemptSessions: () => orThrow(sessions ?? { sessions: [], grant: null, unjudged: 0 }),
  } as unknown as FreezeProofDialect;
  const side = (fingerprint: string | null): ServerConnection =>
    ({ identity: () => fingerprint && { fingerprint } }) as unknown as ServerConnection;
  return lookAfter(
    { source: mark, captured: mark, servers: { source: 'S', target: 'T' }, after },
    {
      dialect,
      source: side(servers.source),
      target: side(servers.target),
      watched: { databases: [], tables: [] },
      bounds: { timeoutMs: 1 } as never,
      nowIso,
    },
  );
}

it('counts on both sides, and says when', async () =>
  expect(await look(newAftermath(first), second)).toMatchObject({
    ...{ checkedAt: second, isSourceFrozen: true, frozenSeenAt: second },
    strayWrites: { transactions: '0', lastKnown: { transactions: '0', at: second }, firstSeenAt: null },
  }));

it.each<[string, Answers]>([
  ['the source', { source: new Error('it is down') }],
  ['the target', { target: new Error('it is down') }],
  ['whether the source is frozen', { guard: new Error('it is down') }],
])('keeps the time of the last whole look where %s cannot be read', async (_, answers) => {
  const good = await look(newAftermath(first), second);
  expect((await look(good, third, answers)).checkedAt).toBe(second);
});

it('does not know any more what it cannot read, beside what it knew', async () => {
  const good = await look(newAftermath(first), second);
  const failed = await look(good, third, { source: new Error('it is down'), target: new Error('so is it') });
  expect(failed.strayWrites).toMatchObject({
    ...{ transactions: null, reason: 'it is down', firstSeenAt: null },
    lastKnown: { transactions: '0', at: second },
  });
  expect(failed.rollbackLoss).toMatchObject({ transactions: null, lastKnown: { transactions: '0', at: second } });
});

it('keeps that a write was seen when nothing can be read any more', async () => {
  const written = await look(newAftermath(first), second, { source: { ...counted, transactions: '2' } });
  const failed = await look(written, third, { source: new Error('it is down') });
  expect(failed.strayWrites).toMatchObject({
    transactions: null,
    firstSeenAt: second,
    lastKnown: { transactions: '2' },
  });
});

it('keeps a count where who is connected cannot be read', async () => {
  const answers = { source: { ...counted, transactions: '2' }, sessions: new Error('no rights') };
  expect((await look(newAftermath(first), second, answers)).strayWrites).toMatchObject({
    ...{ transactions: '2', sessions: null, firstSeenAt: second },
    reason: expect.stringContaining('no rights'),
  });
});

it('counts nothing on another server, and does not call it frozen', async () => {
  const good = await look(newAftermath(first), second);
  const moved = await look(good, third, { servers: { source: 'another', target: 'T' } });
  expect(moved).toMatchObject({
    ...{ checkedAt: second, isSourceFrozen: null, frozenSeenAt: second },
    otherServer: expect.stringMatching(/^another server answers as the source/),
    strayWrites: { transactions: null, firstSeenAt: null, reason: expect.stringContaining('another server') },
    rollbackLoss: { transactions: '0' },
  });
  const failedOver = await look(good, third, {
    ...{ servers: { source: 'S', target: 'another' }, target: { ...counted, transactions: '9' } },
  });
  expect(failedOver.otherServer).toMatch(/^another server answers as the target/);
  expect(failedOver.rollbackLoss).toMatchObject({ transactions: null, firstSeenAt: null });
});

it('remembers that another server answered while nobody does, and forgets it when the same ones do again', async () => {
  const moved = await look(newAftermath(first), second, { servers: { source: 'S', target: 'another' } });
  const away = { servers: { source: 'S', target: null }, target: new Error('it is down') };
  const gone = await look(moved, third, away);
  expect(gone.otherServer).toBe(moved.otherServer);
  expect((await look(gone, third)).otherServer).toBeNull();
});
