import type { DigestPlan } from '../digest/digest-plan.js';
import { partsInPiecesStatement, rangeInPiecesStatement } from './piece-statements.js';

const keyColumn = { name: 'id', ordered: 'r."id"', literal: (value: string) => `'${value}'`, isInteger: true };
const plan = {
  ...{ database: 'public', table: 'orders', columns: [], uniqueColumns: [], isSequence: false, rowsOfSource: null },
  ...{ key: { index: 'pk', columns: ['id'] }, row: 'record_send(ROW("id"))', keyColumns: [keyColumn] },
} satisfies DigestPlan;
const largest = 2n ** 63n - 1n;
const range = (after: bigint | null, upTo: bigint | null) => ({
  after: after === null ? null : [String(after)],
  upTo: upTo === null ? null : [String(upTo)],
});

describe('a range is read in pieces', () => {
  it('between two keys, and from a key to the end of the table', () => {
    expect(rangeInPiecesStatement(plan, range(5n, 100_000n))).toContain("generate_series(('5'::int8)");
    expect(rangeInPiecesStatement(plan, range(-5n, null))).toContain('UNION ALL');
  });

  it('not without a beginning, and not where most pieces would be empty', () => {
    expect(rangeInPiecesStatement(plan, range(null, 100n))).toBeNull();
    expect(rangeInPiecesStatement(plan, range(0n, 16_384n * 1_024n))).not.toBeNull();
    expect(rangeInPiecesStatement(plan, range(0n, 16_384n * 1_024n + 1n))).toBeNull();
  });

  it('not where the end of a piece would need more than 64 bits', () => {
    expect(rangeInPiecesStatement(plan, range(largest - 5_000n, largest - 1_024n))).not.toBeNull();
    expect(rangeInPiecesStatement(plan, range(largest - 5_000n, largest - 1_023n))).toBeNull();
    expect(rangeInPiecesStatement(plan, range(largest - 5_000n, null))).toBeNull();
    const first = -(2n ** 63n);
    expect(partsInPiecesStatement(plan, range(null, null), { first, last: first + 10n, width: 5n })).toBeNull();
  });

  it('not by a key of another type, or of two columns', () => {
    const text = { ...plan, keyColumns: [{ ...keyColumn, isInteger: false }] };
    const two = { ...plan, keyColumns: [keyColumn, { ...keyColumn, name: 'part' }] };
    for (const other of [text, two]) expect(rangeInPiecesStatement(other, range(0n, 100n))).toBeNull();
  });

  it('not in parts that are wider than a piece, which may hold more rows than memory should', () => {
    const parts = { first: 1n, last: 10_000n, width: 1_025n };
    expect(partsInPiecesStatement(plan, range(null, null), parts)).toBeNull();
    expect(partsInPiecesStatement(plan, range(null, null), { ...parts, width: 1_024n })).not.toBeNull();
  });
});
