import type { Verdict } from '@cutover/contracts';
import { aColumn, aDefinition } from '../../../test/support/exact-column.js';
import type { Conclusion } from '../../proof/conclusion.js';
import type { TableDefinition } from '../../tables/definition/table-definition.js';
import { compareDefinitions, definitionVerdict } from './prove-definitions.js';

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
    expect(moved(null, aTable())).toEqual(['presence', 'columns']);
    expect(moved(aTable(), aTable('bigint'))).toEqual(['columns']);
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
