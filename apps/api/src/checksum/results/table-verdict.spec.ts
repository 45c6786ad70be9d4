import type { Verdict } from '@cutover/contracts';
import type { Conclusion } from '../../proof/conclusion.js';
import { aColumn, aDefinition } from '../../../test/support/exact-column.js';
import type { TableDefinition } from '../../tables/definition/table-definition.js';
import {
  describeDifference,
  differingAspects,
  movedAspects,
  tableVerdict,
  type TableAspect,
  type TableReading,
} from './table-verdict.js';

const definition = (changes: Partial<TableDefinition> = {}, columnType = 'int(11)'): TableDefinition =>
  aDefinition({ columns: [aColumn('id', 'int', { columnType })], ...changes });
const reading = (checksum: string, shape = definition()): NonNullable<TableReading> => ({
  definition: shape,
  checksum,
});
const conclusion = (
  verdict: Verdict,
  source: TableReading,
  target: TableReading,
  aspects: TableAspect[] = [],
): Conclusion<TableReading, TableAspect> => ({
  ...{ verdict, source, target, aspects, position: '0-1-7' },
  reason: verdict === 'matched' ? null : 'because',
});

describe('differingAspects', () => {
  it('sees contents, columns and presence, each by itself', () => {
    expect(differingAspects(reading('1'), reading('1'))).toEqual([]);
    expect(differingAspects(reading('1'), reading('2'))).toEqual(['checksum']);
    expect(differingAspects(reading('1'), reading('1', definition({}, 'bigint(20)')))).toEqual(['columns']);
    expect(differingAspects(reading('1'), null)).toEqual(['presence']);
    expect(differingAspects(null, reading('1'))).toEqual(['presence']);
    expect(differingAspects(null, null)).toEqual([]);
  });
});

describe('movedAspects', () => {
  it('lets presence stand still while the contents move', () => {
    expect(movedAspects(reading('1'), reading('2'))).toEqual(['checksum']);
  });

  it('proves nothing across a table that came or went', () => {
    expect(movedAspects(reading('1'), null)).toEqual(['presence', 'columns', 'checksum']);
    expect(movedAspects(null, null)).toEqual([]);
  });
});

describe('describeDifference', () => {
  it('names the column when the definitions differ, else both checksums', () => {
    const other = reading('2', definition({}, 'bigint(20)'));
    expect(describeDifference(['columns', 'checksum'], reading('1'), other)).toMatch(
      /column id is "int NOT NULL" on the source/,
    );
    expect(describeDifference(['checksum'], reading('1'), reading('2'))).toMatch(
      /is 1 on the source and 2 on the target/,
    );
  });

  it('says on which side the table is missing', () => {
    expect(describeDifference(['presence'], reading('1'), null)).toMatch(/^Missing on the target/);
    expect(describeDifference(['presence'], null, reading('1'))).toBe('The table exists on the target only');
  });
});

describe('tableVerdict', () => {
  it('is complete only when matched, and then has no reason', () => {
    const finding = tableVerdict(conclusion('matched', reading('1'), reading('1')));
    expect(finding).toMatchObject({
      verdict: 'matched',
      position: '0-1-7',
      sourceDigest: '1',
      differences: { complete: true },
    });
    expect(finding).not.toHaveProperty('reason');
  });

  it.each(['lagging', 'diverged', 'unverified'] as const)('counts the one chunk as %s and names no rows', (verdict) => {
    const finding = tableVerdict(conclusion(verdict, reading('1'), reading('2'), ['checksum']));
    const { total, ...byVerdict } = finding.chunks;
    expect([total, byVerdict[verdict], byVerdict.matched]).toEqual([1, 1, 0]);
    expect(finding).toMatchObject({
      verdict,
      reason: 'because',
      differences: { missing: 0, extra: 0, changed: 0, complete: false },
    });
  });

  it('does not call equal what is gone on both sides', () => {
    expect(tableVerdict(conclusion('matched', null, null))).toMatchObject({
      ...{ verdict: 'unverified', reason: expect.stringContaining('dropped on both sides'), sourceDigest: null },
    });
  });

  it.each([
    [{ rowFormat: 'DYNAMIC' }, /ROW_FORMAT default; target InnoDB, ROW_FORMAT DYNAMIC/],
    [{ engine: 'Aria' }, /source InnoDB, ROW_FORMAT default; target Aria/],
  ])('takes a difference back that the storage alone may explain: %j', (changes, expected) => {
    const target = reading('2', definition(changes));
    const finding = tableVerdict(conclusion('diverged', reading('1'), target, ['checksum']));
    expect(finding).toMatchObject({ verdict: 'unverified', reason: expect.stringMatching(expected) });
  });

  it('names the side without the table only where that is proved to be the difference', () => {
    const sideOf = (...about: Parameters<typeof conclusion>) => tableVerdict(conclusion(...about)).missingOn;
    expect(sideOf('diverged', reading('1'), null, ['presence'])).toBe('target');
    expect(sideOf('diverged', null, reading('1'), ['presence'])).toBe('source');
    expect(sideOf('diverged', reading('1'), reading('2'), ['checksum'])).toBeUndefined();
    expect(sideOf('lagging', reading('1'), null, ['presence'])).toBeUndefined();
  });

  it('keeps a difference of columns or presence whatever the storage is', () => {
    const target = reading('2', definition({ engine: 'Aria' }, 'bigint(20)'));
    expect(tableVerdict(conclusion('diverged', reading('1'), target, ['columns'])).verdict).toBe('diverged');
    expect(tableVerdict(conclusion('diverged', reading('1'), null, ['presence'])).verdict).toBe('diverged');
  });
});
