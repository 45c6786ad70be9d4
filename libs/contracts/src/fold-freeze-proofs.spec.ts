import type { FreezeAftermath, FreezeProof, WritesSince } from './index.js';
import { foldFreezeProofs, freezeLightIds, freezeProofGroupSchema } from './index.js';

const [first, second, third] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:10.000Z', '2026-01-01T00:00:20.000Z'];
const none: WritesSince = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true },
  ...{ sessions: null, firstSeenAt: null, lastKnown: null, reason: null },
};
const after = (change: Partial<FreezeAftermath> = {}): FreezeAftermath => ({
  ...{ isWatched: true, checkedAt: third, isSourceFrozen: true, frozenSeenAt: third, thawedAt: null },
  ...{ otherServer: null, strayWrites: none, rollbackLoss: none },
  ...change,
});
/** Of a database that is proved and holds, but for what the test says. */
const proof = (database: string, change: Partial<FreezeProof> = {}): FreezeProof => ({
  ...{ id: database, migration: `shop.${database}`, group: { name: 'shop', database, count: 2 }, run: 'R' },
  ...{ state: 'passed', standing: 'holds', verdict: null, startedBy: 'ops', startedAt: first, finishedAt: second },
  ...{ conclusion: `Of ${database}.`, nextStep: 'Open it.', statement: 'OPEN' },
  lights: freezeLightIds.map((id) => ({
    ...{ id, state: 'green', title: id, message: '', action: null, statement: null, evidence: [] },
    ...{ startedAt: null, endedAt: null },
  })),
  freeze: { by: 'operator', since: first, isHeld: false, released: null },
  budget: { seconds: 60, elapsedMs: 1_000, isRunning: true },
  ...{ servers: { source: 'S', target: 'T' }, source: null, captured: null, after: after() },
  ...change,
});
const of = (a: FreezeProof | null, b: FreezeProof | null, count = 2) => {
  const folded = foldFreezeProofs(
    'shop',
    [
      { migration: 'shop.a', database: 'a', proof: a },
      { migration: 'shop.b', database: 'b', proof: b },
    ],
    count,
  );
  return folded && freezeProofGroupSchema.parse(folded);
};
const switchNow = 'nothing is lost if you switch now';
const running = (change: Partial<FreezeProof> = {}): Partial<FreezeProof> => ({
  ...{ state: 'running', standing: null, finishedAt: null, after: null },
  ...change,
});

it('is none where none was begun for all, though each has one of its own', () =>
  expect(of(proof('a', { run: null }), proof('b', { run: null }))).toBeNull());

it('is green where every database is proved and holds in one freeze, with the one statement of all', () => {
  const folded = of(proof('a'), proof('b'));
  expect(folded).toMatchObject({ light: 'green', statement: 'OPEN', frozenSince: first, isWatched: true });
  expect(folded?.conclusion).toContain(switchNow);
  expect(of(proof('a'), proof('b', { statement: 'OTHER' }))).toMatchObject({ light: 'green', statement: null });
});

it.each<[string, FreezeProof | null, string, RegExp]>([
  ['has no proof', null, 'unknown', /^Cannot tell: b stands in the way, of 2/],
  ['has one that was begun apart', proof('b', { run: null }), 'unknown', /^Cannot tell: b/],
  ['has one of an earlier time', proof('b', { run: 'Q', startedAt: '2025-12-31T00:00:00.000Z' }), 'unknown', /^Cannot/],
  ['is being proved', proof('b', running()), 'running', /^Under way: 1 of 2/],
  ['failed', proof('b', { state: 'failed', standing: null, after: null }), 'red', /^Do not switch: b/],
  ['was not proved', proof('b', { state: 'unproven', standing: null, after: null }), 'unknown', /^Cannot tell: b/],
  ['was cancelled', proof('b', { state: 'cancelled', standing: null, after: null }), 'unknown', /^Cannot tell: b/],
  ['was interrupted', proof('b', { state: 'interrupted', standing: null, after: null }), 'unknown', /^Cannot tell: b/],
  ['took writes', proof('b', { standing: 'broken' }), 'red', /^Do not switch: b/],
  ['is thawed', proof('b', { standing: 'thawed' }), 'red', /^Do not switch: b/],
  ['is on another server', proof('b', { standing: 'other-server' }), 'unknown', /^Cannot tell: b/],
  ['is not seen', proof('b', { standing: 'unknown' }), 'unknown', /^Cannot tell: b/],
  ['is not watched any more', proof('b', { standing: 'unwatched' }), 'unknown', /^Cannot tell: b/],
  ['is not judged', proof('b', { standing: 'withheld' }), 'unknown', /^Cannot tell: b/],
  [
    'is not safe',
    proof('b', { standing: 'withheld', verdict: { answer: 'not-safe', against: ['x'], againstCount: 1 } }),
    ...(['red', /^Do not switch: b/] as const),
  ],
  ['was thawed for a time', proof('b', { after: after({ thawedAt: second }) }), 'red', /^Do not switch: b/],
  [
    'was not looked at since the last was proved',
    proof('b', { after: after({ frozenSeenAt: first }) }),
    'running',
    /b,/,
  ],
])('is never green where one %s, and names it', (_, b, light, conclusion) => {
  const folded = of(proof('a'), b);
  expect(folded).toMatchObject({ light, conclusion: expect.stringMatching(conclusion) });
  expect(folded?.conclusion).not.toContain(switchNow);
  expect(folded?.nextStep).not.toContain('switch the application');
});

it('knows nothing while it has not heard of all databases', () =>
  expect(of(proof('a'), proof('b'), 3)).toMatchObject({
    light: 'unknown',
    conclusion: 'Cannot tell: nothing was heard of 1 database.',
  }));

it('waits for the look at the one proved first, and for no other', () => {
  const a = proof('a', { finishedAt: first, after: after({ frozenSeenAt: first }) });
  expect(of(a, proof('b', { after: after({ frozenSeenAt: second }) }))?.conclusion).toMatch(
    /^All 2 databases are proved\. Looking once more at a, /,
  );
  expect(of({ ...a, after: after({ frozenSeenAt: second }) }, proof('b'))?.light).toBe('green');
});

it('asks first for what is to be done, once for all databases that ask for the same', () => {
  const freezeIt = running({ nextStep: 'Freeze it.', statement: 'FREEZE' });
  expect(of(proof('a', freezeIt), proof('b', freezeIt))).toMatchObject({
    ...{ nextStep: 'In a and b: Freeze it.', statement: 'FREEZE', isRunning: true },
  });
  const waits = running({ nextStep: 'Wait.', statement: null });
  expect(of(proof('a', waits), proof('b', freezeIt))?.nextStep).toBe('In b: Freeze it.');
});

it('says of all at once what became of all', () => {
  const cancelled = { state: 'cancelled', standing: null, after: null, conclusion: 'Cancelled.' } as const;
  expect(of(proof('a', cancelled), proof('b', cancelled))?.conclusion).toBe('All 2 databases: Cancelled.');
});

it('over the budget of one says so, and once a target has moved tells nobody to switch', () => {
  const over = { seconds: 60, elapsedMs: 60_001, isRunning: true };
  expect(of(proof('a'), proof('b', { budget: over }))).toMatchObject({
    ...{ light: 'green', isOverBudget: true, conclusion: expect.stringContaining('budget of 60 s is over') },
  });
  const moved = after({ rollbackLoss: { ...none, transactions: '1', firstSeenAt: third } });
  const folded = of(proof('a'), proof('b', { after: moved }));
  expect(folded?.conclusion).toContain('the target of b has taken writes');
  expect(folded?.conclusion).not.toContain(switchNow);
});

it('sends nobody to the proof of one, once that of all is over', () => {
  const again = 'Then start the proof of all databases again: one of a single database does not count.';
  const failed = proof('b', {
    state: 'failed',
    standing: null,
    after: null,
    nextStep: 'Mend it, and start the proof again.',
  });
  expect(of(proof('a'), failed)?.nextStep).toBe(`In b: Mend it, and start the proof again. ${again}`);
  expect(of(proof('a'), proof('b', { standing: 'broken' }))?.nextStep).toContain(again);
  // What may come right by itself asks for no other proof, and what is of all databases is said once.
  expect(of(proof('a'), proof('b', { standing: 'unknown' }))?.nextStep).toBe('In b: Open it.');
  expect(of(proof('a'), null)?.nextStep).toBe('Start the proof of all databases again.');
  const thawed = proof('b', { after: after({ thawedAt: second }) });
  expect(of(proof('a'), thawed)?.nextStep).toBe('Keep all databases frozen, and start the proof of all of them again.');
});

it('names the databases that the operator froze and has not thawed, whatever became of their proofs', () => {
  const leftOf = (change: Partial<FreezeProof>) => of(proof('a'), proof('b', change))?.leftFrozen;
  const frozen: FreezeProof['freeze'] = { by: 'operator', since: first, isHeld: false, released: null };
  expect(leftOf({})).toEqual(['a', 'b']);
  expect(leftOf({ state: 'cancelled', standing: null, after: null })).toEqual(['b', 'a']);
  expect(leftOf(running({ freeze: { ...frozen, since: null } }))).toEqual(['a']);
  // Whoever has switched is not asked to let anybody write to the old source.
  expect(leftOf({ after: after({ rollbackLoss: { ...none, transactions: '1', firstSeenAt: third } }) })).toEqual(['a']);
  const arrived = { ...none, transactions: '1', firstSeenAt: third };
  expect(leftOf({ standing: 'broken', after: after({ strayWrites: arrived, rollbackLoss: arrived }) })).toEqual([
    'b',
    'a',
  ]);
  expect(leftOf({ standing: 'thawed', after: after({ isSourceFrozen: false, thawedAt: third }) })).toEqual(['a']);
});
