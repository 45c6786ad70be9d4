import { findingTables, skippedTables, type ChecksumResult, type Verdict } from '@cutover/contracts';
import { reportLines } from './report-lines.js';
import { databasesJson, foldOutcomes, type DatabaseOutcome } from './several-databases.js';

const outcome = (
  database: string,
  verdict: Verdict,
  more: Partial<DatabaseOutcome['report']> = {},
): DatabaseOutcome => ({
  ...{ database, reason: null },
  report: {
    ...{ migration: `shop.${database}`, verdict, firstPosition: null, differences: [], unseen: [], skipped: [] },
    ...{ notLookedAt: ['triggers'], tables: [] },
    ...more,
  },
});
const missing: DatabaseOutcome = { ...outcome('gone', 'unverified'), reason: 'it is not there' };
const fold = (...outcomes: DatabaseOutcome[]) =>
  foldOutcomes('shop', { outcomes, notAskedFor: [] }, (position) => BigInt(position));

it.each<[Verdict, DatabaseOutcome[]]>([
  ['matched', [outcome('a', 'matched'), outcome('b', 'matched')]],
  ['diverged', [outcome('a', 'diverged'), missing]],
  ['unverified', [outcome('a', 'matched'), missing]],
  ['lagging', [outcome('a', 'matched'), outcome('b', 'lagging')]],
  ['unverified', []],
])('is %s as the worst of its databases', (verdict, outcomes) => {
  expect(fold(...outcomes).verdict).toBe(verdict);
  expect(databasesJson('shop', outcomes).verdict).toBe(verdict);
});

it('names everything with its database, and counts what it does not name', () => {
  const tables = Array.from({ length: findingTables }, (_, n) => `public.t${n}`);
  const skipped = skippedTables({ excluded: tables });
  const unseen = [{ role: 'source' as const, name: 'public', grant: 'GRANT' }];
  const table = (position: string) => [{ table: 'public.t', verdict: 'matched', position } as ChecksumResult];
  const folded = fold(
    outcome('a', 'matched', { skipped, unseen, tables: table('9') }),
    outcome('b', 'matched', { skipped, tables: table('7') }),
  );
  expect(folded.tables.map(({ table: name }) => name)).toEqual(['a.public.t', 'b.public.t']);
  expect(folded).toMatchObject({ firstPosition: '7', notLookedAt: ['triggers'], unseen: [{ name: 'a.public' }] });
  expect(folded.skipped).toMatchObject([{ count: 2 * findingTables }]);
  expect(folded.skipped[0]?.tables).toHaveLength(findingTables);
});

it('says which databases it knows nothing of, before the summary', () => {
  const report = foldOutcomes('shop', { outcomes: [outcome('a', 'matched'), missing], notAskedFor: ['c'] }, BigInt);
  expect(reportLines(report).slice(-4)).toEqual([
    'Not verified: gone: it is not there',
    'Not looked into: the databases that --table does not name (c)',
    'Not looked at: triggers',
    'shop unverified: not everything was proved (no table in 2 databases, 1 not verified)',
  ]);
});
