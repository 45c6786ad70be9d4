import type { Verdict } from '@cutover/contracts';
import { aColumn, aDefinition } from '../../../test/support/exact-column.js';
import type { Conclusion } from '../../proof/conclusion.js';
import type { TableDefinition } from '../../tables/definition/table-definition.js';
import { areComparable, compareDefinitions, definitionVerdict, withAttributes } from './prove-definitions.js';

const aTable = (type = 'int'): TableDefinition => aDefinition({ columns: [aColumn('id', type)] });
const conclusion = (
  verdict: Verdict,
  source: TableDefinition | null,
  target: TableDefinition | null,
): Conclusion<TableDefinition | null, string> => ({
  ...{ verdict, source, target, aspects: [], position: '0-1-7' },
  reason: verdict === 'matched' ? null : 'because',
});

describe('compareDefinitions', () => {
  const { differing, moved, describe: words } = compareDefinitions(() => Promise.resolve(null));

  it('sees columns and presence, each by itself', () => {
    expect(differing(aTable(), aTable())).toEqual([]);
    expect(differing(aTable(), aTable('bigint'))).toEqual(['columns']);
    expect(differing(aTable(), null)).toEqual(['presence']);
    expect(differing(null, null)).toEqual([]);
  });

  it('proves nothing across a table that came or went', () => {
    expect(moved(null, aTable())).toEqual(['presence', 'columns', 'attributes']);
    expect(moved(aTable(), aTable('bigint'))).toEqual(['columns', 'attributes']);
    expect(moved(null, null)).toEqual([]);
  });

  it('says on which side the table is missing, and names the column when the definitions differ', () => {
    expect(words(['presence'], aTable(), null)).toMatch(/^Missing on the target/);
    expect(words(['presence'], null, aTable())).toBe('The table exists on the target only');
    expect(words(['columns'], aTable(), aTable('bigint'))).toMatch(/^The definitions differ: .*\bid\b/);
  });
});

describe('definitionVerdict', () => {
  it.each(['lagging', 'diverged', 'unverified'] as const)('counts the one chunk as %s and names no rows', (verdict) => {
    const finding = definitionVerdict(conclusion(verdict, aTable(), aTable('bigint')));
    const { total, ...byVerdict } = finding.chunks;
    expect([total, byVerdict[verdict], byVerdict.matched]).toEqual([1, 1, 0]);
    expect(finding).toMatchObject({
      ...{ verdict, reason: 'because', position: '0-1-7', mode: null },
      differences: { missing: 0, extra: 0, changed: 0, complete: false },
    });
  });

  it('does not call equal what is gone on both sides', () => {
    expect(definitionVerdict(conclusion('matched', null, null))).toMatchObject({
      ...{ verdict: 'unverified', reason: expect.stringContaining('dropped on both sides'), sourceDigest: null },
    });
  });

  it('names the side without the table only where that is proved to be the difference', () => {
    const sideOf = (...about: Parameters<typeof conclusion>) => definitionVerdict(conclusion(...about)).missingOn;
    expect(sideOf('diverged', aTable(), null)).toBe('target');
    expect(sideOf('diverged', null, aTable())).toBe('source');
    expect(sideOf('diverged', aTable(), aTable('bigint'))).toBeUndefined();
    expect(sideOf('lagging', aTable(), null)).toBeUndefined();
  });
});

describe('tables whose attributes differ', () => {
  const source = aDefinition({ columns: [aColumn('id', 'int', { isAutoIncrement: true })] });
  const target = aTable();
  const rows = (verdict: Verdict) => ({ ...definitionVerdict(conclusion('unverified', null, null)), verdict });
  const proof = (verdict: Verdict, ...aspects: ('columns' | 'attributes')[]) => ({
    ...{ verdict, aspects, reason: 'the target is behind', position: null, source, target },
  });

  it('are compared all the same, those of other columns are not', () => {
    expect(areComparable(proof('matched'))).toBe(true);
    for (const verdict of ['diverged', 'lagging', 'unverified'] as const) {
      expect(areComparable(proof(verdict, 'attributes'))).toBe(true);
      expect(areComparable(proof(verdict, 'attributes', 'columns'))).toBe(false);
      expect(areComparable(proof(verdict))).toBe(false);
    }
  });

  it('keep the verdict of their rows where the difference is proved', () => {
    const found = withAttributes(rows('matched'), { source, target }, proof('diverged', 'attributes'));
    expect([found.verdict, found.definitionDifferences]).toEqual([
      ...['matched', ['column id is AUTO_INCREMENT on the source only']],
    ]);
    expect(withAttributes(rows('matched'), { source: target, target }, proof('matched')).definitionDifferences).toEqual(
      [],
    );
  });

  it('are not matched while the target may have yet to apply the change', () => {
    const found = withAttributes(rows('matched'), { source, target }, proof('lagging', 'attributes'));
    expect(found).toMatchObject({
      verdict: 'lagging',
      reason: expect.stringMatching(/^The rows are equal, but .*the target is behind$/),
    });
    expect(found.definitionDifferences).toBeUndefined();
    expect(withAttributes(rows('diverged'), { source, target }, proof('lagging', 'attributes')).verdict).toBe(
      'diverged',
    );
  });
});
