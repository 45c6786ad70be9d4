import { aColumn, aDefinition, aPlan } from '../../../test/support/exact-column.js';
import { mysqlFamilyComparison } from '../dialects/mysql-family/comparison-dialect.js';
import { wholeTable } from '../../tables/carried-part.js';
import { DifferenceLog } from './drill-down/difference-log.js';
import { findingOf } from './exact-finding.js';
import type { ChunkRecord } from './exact-hooks.js';
import { stillCounts } from './chunk-ledger.js';
import type { TableWork } from './table-work.js';

const columns = [aColumn('id', 'int')];
const definition = aDefinition({ columns, uniqueKeys: [], uniqueColumns: [], estimatedRows: 1n });

function aWork(log = new DifferenceLog('shop.orders')): TableWork {
  return {
    dialect: mysqlFamilyComparison,
    plan: aPlan(columns),
    log,
    source: definition,
    target: definition,
    part: wholeTable,
    fingerprint: 'f',
  } as unknown as TableWork;
}

function aChunk(changes: Partial<ChunkRecord> = {}): ChunkRecord {
  return {
    ...{ table: 'shop.orders', index: 0, range: { after: null, upTo: null }, verdict: 'matched', reason: null },
    ...{
      mode: 'snapshot',
      digest: 'BIT_XOR(CRC32*CRC32C)',
      position: '0-1-5',
      fingerprint: 'f',
      tookMs: 1,
      isNamed: true,
    },
    ...{ sourceRows: '10', targetRows: '10', sourceDigest: '99', targetDigest: '99', ...changes },
  };
}

const about = { mode: 'snapshot', modeReason: null, notes: [] } as const;

describe('findingOf', () => {
  it('puts rows and digests together without losing a digit', () => {
    const large = aChunk({ position: '0-1-9', sourceRows: '9007199254740993', sourceDigest: '18446744073709551615' });
    expect(findingOf(aWork(), [aChunk(), large], about)).toMatchObject({
      ...{ verdict: 'matched', position: '0-1-5', mode: 'snapshot', digest: 'BIT_XOR(CRC32*CRC32C)' },
      ...{ sourceRows: '9007199254741003', sourceDigest: '18446744073709551516' },
      ...{ chunks: { total: 2, matched: 2 }, differences: { complete: true } },
    });
  });

  it('holds at the earliest position of its chunks, whichever worker was first', () => {
    const at = (position: string | null) => aChunk({ position, mode: 'snapshot' });
    expect(findingOf(aWork(), [at('0-1-10'), at('0-2-9'), at('0-1-11')], about).position).toBe('0-2-9');
    expect(findingOf(aWork(), [at('0-1-10,1-1-3'), at('0-1-10,1-1-2')], about).position).toBe('0-1-10,1-1-2');
    expect(findingOf(aWork(), [at(null), at('0-1-7')], about).position).toBe('0-1-7');
  });

  it('is unverified for one unverified chunk, with its reason, and knows no number of rows then', () => {
    const unread = aChunk({ verdict: 'unverified', reason: 'too slow', sourceRows: null });
    const finding = findingOf(aWork(), [aChunk(), unread], about);
    expect(finding).toMatchObject({
      verdict: 'unverified',
      reason: 'too slow',
      sourceRows: null,
      differences: { complete: false },
    });
  });

  it('is diverged for one diverged chunk, whatever could not be read, and counts the rows', async () => {
    const log = new DifferenceLog('shop.orders');
    log.restore([{ table: 'shop.orders', kind: 'missing', key: { id: '1' }, position: null }], true);
    const chunks = [aChunk({ verdict: 'diverged', reason: 'x' }), aChunk()];
    expect(findingOf(aWork(log), chunks, about)).toMatchObject({
      ...{ verdict: 'diverged', reason: '1 row missing on the target (id 1)' },
      differences: { missing: 1, complete: true },
    });
    const unread = aChunk({ verdict: 'unverified', reason: 'y' });
    expect(findingOf(aWork(log), [...chunks, unread], about)).toMatchObject({
      ...{ verdict: 'diverged', reason: expect.stringMatching(/^At least 1 row missing/) },
      differences: { missing: 1, complete: false },
    });
    await log.tryNaming(new AbortController().signal, () => Promise.reject(new Error('gone')));
    expect(findingOf(aWork(log), chunks, about)).toMatchObject({
      ...{
        reason: expect.stringMatching(/^At least 1 row missing.*gone; verify the table again$/),
        differences: { complete: false },
      },
    });
  });

  it('says how much was proved in a better mode before, and holds at the earliest position of all', () => {
    const chunks = [aChunk({ position: '0-1-9' }), aChunk({ position: '0-1-7' }), aChunk({ mode: 'sandwich' })];
    const after = findingOf(aWork(), chunks, { mode: 'sandwich', modeReason: 'No pair: too many writes', notes: [] });
    expect(after).toMatchObject({
      ...{ verdict: 'matched', mode: 'sandwich', position: '0-1-5' },
      modeReason: 'No pair: too many writes; before that, 2 of 3 ranges were proved in mode snapshot',
    });
  });

  it('is diverged and not complete when no row could be named', () => {
    expect(findingOf(aWork(), [aChunk({ verdict: 'diverged', reason: 'the range differs' })], about)).toMatchObject({
      ...{ verdict: 'diverged', reason: 'the range differs', differences: { complete: false } },
    });
  });

  it('is unverified when nothing was compared at all', () => {
    expect(findingOf(aWork(), [], about)).toMatchObject({ verdict: 'unverified', sourceRows: null, position: null });
  });
});

describe('stillCounts', () => {
  it('is true of what was proved, equal or different', () => {
    expect(stillCounts(aChunk(), aWork(), 'snapshot')).toBe(true);
    expect(stillCounts(aChunk({ verdict: 'diverged' }), aWork(), 'snapshot')).toBe(true);
  });

  it('is true of what was proved in a better mode', () => {
    expect(stillCounts(aChunk(), aWork(), 'sandwich')).toBe(true);
    expect(stillCounts(aChunk({ mode: 'barrier' }), aWork(), 'snapshot')).toBe(false);
  });

  it.each([
    ['other definitions', { fingerprint: 'g' }],
    ['another digest', { digest: 'SUM(SHA1/64)' }],
    ['another mode', { mode: 'sandwich' as const }],
    ['no proof', { verdict: 'unverified' as const }],
  ])('does not count a chunk of %s', (_, changes) => {
    expect(stillCounts(aChunk(changes), aWork(), 'snapshot')).toBe(false);
  });
});
