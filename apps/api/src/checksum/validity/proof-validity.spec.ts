import type { ChecksumResult } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { checksum } from '../../../test/support/some-evidence.js';
import type { PairHistoryService } from '../../pair-history/pair-history.service.js';
import type { Clock } from '../../platform/clock.js';
import type { TablesService, WatchedTable } from '../../tables/tables.service.js';
import type { LastResults } from '../results/last-results.js';
import { oldestFirst } from '../runs/tables/scheduled-round.js';
import { definitionMark } from './definition-mark.js';
import { ProofValidity } from './proof-validity.js';

const shape = {
  kind: 'table' as const,
  engine: 'InnoDB',
  columns: [],
  primaryKey: ['id'],
  changedAt: '2026-01-01 00:00:00',
};
const table = (change: Partial<WatchedTable> = {}): WatchedTable => ({
  ...{ id: 'shop.a', database: 'shop', name: 'a', source: shape, target: shape },
  ...change,
});

function build(
  now: WatchedTable,
  happened: { reason: string; at: string } | null = null,
  voids: 'equality' | 'everything' = 'equality',
) {
  const discoveries = new Subject<string>();
  const kept: ChecksumResult[] = [];
  const results = {
    loads: new Subject<string>(),
    revise: async (_: string, judge: (result: ChecksumResult) => ChecksumResult) => {
      kept.splice(0, kept.length, ...kept.map(judge));
    },
  };
  const history = {
    changes: new Subject(),
    era: () => 'e1',
    breakSince: (_: string, __: string, isDifference: boolean) =>
      isDifference && voids === 'equality' ? null : happened,
  };
  const validity = new ProofValidity(
    results as unknown as LastResults,
    history as unknown as PairHistoryService,
    { discoveries, snapshot: () => ({ tables: [now] }) } as unknown as TablesService,
    { nowIso: () => '2026-01-02T00:00:00.000Z' } as Clock,
  );
  return { validity, discoveries, kept };
}

const proved = (verdict: 'matched' | 'diverged' = 'matched'): ChecksumResult =>
  checksum('shop.a', verdict, { basis: { era: 'e1', definition: definitionMark(table()) } });

it('leaves a proof as it is while pair and table are those that it was made on', () => {
  const result = proved();
  expect(build(table()).validity.judged('shop', result)).toBe(result);
});

it('makes a proof unverified, and says what happened and what was proved before', () => {
  const happened = { reason: 'a transaction was skipped', at: '2026-01-01T12:00:00.000Z' };
  expect(build(table(), happened).validity.judged('shop', proved())).toMatchObject({
    verdict: 'unverified',
    reason: expect.stringContaining('void: a transaction was skipped'),
    voided: { verdict: 'matched', reason: 'a transaction was skipped', since: happened.at },
  });
  // A difference is none the less there.
  expect(build(table(), happened).validity.judged('shop', proved('diverged'))).toMatchObject({ verdict: 'diverged' });
});

it('tells no definition of other servers of these, whether rows were proved equal, void already, or repaired', () => {
  const happened = { reason: 'another server answers', at: '2026-01-01T12:00:00.000Z' };
  const otherwise = { ...proved(), definitionDifferences: ['column id is AUTO_INCREMENT on the source only'] };
  const skipped = { verdict: 'matched' as const, reason: 'a transaction was skipped', since: happened.at };
  for (const result of [
    otherwise,
    { ...otherwise, verdict: 'unverified' as const, voided: skipped },
    { ...otherwise, verdict: 'unverified' as const, repaired: { since: happened.at, position: null } },
  ]) {
    const { definitionDifferences } = build(table(), happened, 'everything').validity.judged('shop', result);
    expect(definitionDifferences).toBeUndefined();
    // A transaction that was skipped gives no column its AUTO_INCREMENT back.
    expect(build(table(), happened).validity.judged('shop', result)).toMatchObject({
      definitionDifferences: otherwise.definitionDifferences,
    });
  }
});

it.each([
  ['the target', { target: { ...shape, changedAt: '2026-01-01 00:00:01' } }],
  ['the source', { source: { ...shape, primaryKey: [] } }],
])('makes the proof void of a table that DDL changed on %s, as soon as the catalog shows it', (_, change) => {
  const { discoveries, kept } = build(table(change));
  kept.push(proved(), { ...proved(), table: 'shop.other' });
  discoveries.next('shop');
  expect(kept.map(({ verdict }) => verdict)).toEqual(['unverified', 'matched']);
  expect(kept[0]?.voided?.reason).toContain('DDL');
});

it('puts a void proof first in the next round', () => {
  const old = checksum('shop.old', 'matched', { startedAt: '2020-01-01T00:00:00.000Z' });
  const isVoid = { verdict: 'matched' as const, reason: 'x', since: '' };
  const results = [old, checksum('shop.a', 'unverified', { voided: isVoid })];
  expect(oldestFirst([{ id: 'shop.old' }, { id: 'shop.a' }], results).map(({ id }) => id)).toEqual([
    'shop.a',
    'shop.old',
  ]);
});
