import { skippedTables, type ChecksumResult, type RowDifference } from '@cutover/contracts';
import { reportLines } from './report-lines.js';
import { jsonOf, verdictOf, type VerifyReport } from './verify-report.js';

const table = (changes: Partial<ChecksumResult>): ChecksumResult => ({
  ...{
    table: 'shop.orders',
    verdict: 'matched',
    mode: 'snapshot',
    digest: 'BIT_XOR(CRC32*CRC32C)',
    position: '0-1-17',
  },
  ...{ sourceDigest: '1', targetDigest: '1', sourceRows: '1234567', targetRows: '1234567', durationMs: 412 },
  chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
  differences: { missing: 0, extra: 0, changed: 0, complete: true },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z' },
  ...changes,
});
const changed = (id: string): RowDifference => ({
  ...{ table: 'shop.orders', kind: 'changed', key: { id }, columns: ['note'], position: '0-1-17' },
  ...{ source: { id, note: 'secret' }, target: { id, note: null } },
});
const report = (changes: Partial<VerifyReport>): VerifyReport => ({
  ...{ migration: 'shop', verdict: 'matched', firstPosition: '0-1-17', tables: [table({})], differences: [] },
  ...{ unseen: [], skipped: [], notLookedAt: [] },
  ...changes,
});

describe('reportLines', () => {
  it('says what is proved, and since when', () => {
    expect(reportLines(report({}))).toEqual([
      'table        verdict       rows  mode       took  reason',
      'shop.orders  matched  1,234,567  snapshot  0.4 s',
      '',
      'shop matched: every table is proved equal (1 matched; each range of rows at a position of its own, the first at 0-1-17)',
    ]);
  });

  it('names the rows that differ, with their columns and without their values', () => {
    const diverged = table({ verdict: 'diverged', reason: '0 missing on the target, 0 extra there, 1 changed' });
    const lines = reportLines(report({ verdict: 'diverged', tables: [diverged], differences: [changed('17')] }));
    expect(lines).toContain('  changed shop.orders  id = 17  (note)');
    expect(lines[1]).toMatch(/DIVERGED .* 1 changed$/);
    expect(lines.join()).not.toContain('secret');
  });

  it('shows no wall of rows, and says how many more there are', () => {
    const differences = Array.from({ length: 1_021 }, (_, id) => changed(String(id)));
    const lines = reportLines(report({ verdict: 'diverged', differences }));
    expect(lines.filter((line) => line.startsWith('  changed'))).toHaveLength(20);
    expect(lines).toContain('  and 1,001 more: --json has all');
  });

  it.each(['unverified', 'lagging'] as const)('does not let %s look good', (verdict) => {
    const tables = [table({}), table({ table: 'shop.a', verdict, reason: 'why', sourceRows: null })];
    const text = reportLines(report({ verdict, tables })).join('\n');
    expect(text).toContain(`${verdict.toUpperCase()}`);
    expect(text).toContain(`(1 matched, 1 ${verdict})`);
    expect(text).not.toContain('proved equal');
  });

  it('names no mode for a table whose rows were not compared', () => {
    const gone = table({ verdict: 'diverged', mode: null, sourceRows: null, reason: 'Missing on the target' });
    expect(reportLines(report({ tables: [gone] }))[1]).toMatch(/^shop\.orders +DIVERGED +- +- +0\.4 s {2}Missing/);
  });

  it('lets no value write to the terminal', () => {
    const differences = [{ ...changed('1'), key: { id: '\u001b[2Jx\n' } }];
    expect(reportLines(report({ differences })).join('')).not.toMatch(/\p{Cc}/u);
  });
});

it.each<[string, Parameters<typeof verdictOf>[0], string]>([
  ['nothing', { tables: [], unseen: [] }, 'unverified'],
  ['equal rows', { tables: [table({})], unseen: [] }, 'matched'],
  ['equal rows of another definition', { tables: [table({ definitionDifferences: ['x'] })], unseen: [] }, 'diverged'],
  [
    'equal rows beside what is not seen',
    { tables: [table({})], unseen: [{ role: 'source', name: 'a', grant: 'g' }] },
    'unverified',
  ],
  [
    'a difference beside what is not seen',
    { tables: [table({ verdict: 'diverged' })], unseen: [{ role: 'source', name: 'a', grant: 'g' }] },
    'diverged',
  ],
])('the verdict of %s', (_, found, verdict) => expect(verdictOf(found)).toBe(verdict));

it('says before the summary what was left out, whatever the verdict', () => {
  const skipped = skippedTables({ excluded: ['shop.log'], 'not-asked-for': ['shop.a', 'shop.b'] });
  expect(reportLines(report({ skipped, notLookedAt: ['triggers', 'foreign keys'] })).slice(-3)).toEqual([
    'Not compared: 1 left out by excludeTables (shop.log); 2 not asked for in this verification (shop.a, shop.b)',
    'Not looked at: triggers, foreign keys',
    expect.stringMatching(/^shop matched/),
  ]);
});

describe('jsonOf', () => {
  it('is exactly the documented shape, without values', () => {
    const { kind, key, columns } = changed('17');
    expect(jsonOf(report({ verdict: 'diverged', differences: [changed('17')] }))).toEqual({
      ...{ migration: 'shop', verdict: 'diverged', tables: [table({})] },
      differences: [{ table: 'shop.orders', kind, key, columns }],
      ...{ unseen: [], skipped: [], notLookedAt: [] },
    });
  });
});
