import type { StoredDifference } from '../store/verification.store.js';
import { resumable, type StoredChunk } from './stored-chunk.js';

/** Ranges (…, 1], (1, 2], (2, 3] and so on; the number of a chunk is where it ends, less one. */
function chunk(place: number, change: Partial<StoredChunk> = {}): StoredChunk {
  return {
    ...{ table: 'shop.orders', index: place, verdict: 'matched', reason: null, mode: 'snapshot', digest: 'd' },
    range: { after: place === 0 ? null : [String(place)], upTo: [String(place + 1)] },
    ...{ position: '0-1-1', sourceRows: '1', targetRows: '1', sourceDigest: '1', targetDigest: '1' },
    ...{ fingerprint: 'f', tookMs: 1, provedAt: '2026-11-20T03:00:00.000Z' },
    ...change,
  };
}

function row(number: number, chunkIndex: number): StoredDifference {
  const difference = { table: 'shop.orders', kind: 'changed', key: { id: String(number) }, position: null } as const;
  return { number, chunkIndex, difference, repairSql: null };
}

const places = ({ chunks }: ReturnType<typeof resumable>): string[] => chunks.map(({ range }) => range.upTo?.[0] ?? '');

describe('resumable', () => {
  it('goes on after the last chunk of an unbroken row', () => {
    expect(places(resumable([chunk(0), chunk(1), chunk(2)], []))).toEqual(['1', '2', '3']);
    expect(places(resumable([], []))).toEqual([]);
  });

  it.each([
    ['a gap', [chunk(0), chunk(2)]],
    ['a chunk about which nothing was proved', [chunk(0), chunk(1, { verdict: 'unverified' }), chunk(2)]],
    ['another definition', [chunk(0), chunk(1, { fingerprint: 'g' }), chunk(2)]],
    ['another digest', [chunk(0), chunk(1, { digest: 'e' }), chunk(2)]],
    ['another mode', [chunk(0), chunk(1, { mode: 'sandwich' }), chunk(2)]],
  ])('ends before %s', (_, chunks) => {
    expect(places(resumable(chunks, []))).toEqual(['1']);
  });

  it('keeps the differing rows of the chunks it keeps, and no other', () => {
    const chunks = [chunk(0, { verdict: 'diverged' }), chunk(1), chunk(3)];
    const kept = resumable(chunks, [row(0, 0), row(1, 0), row(2, 2), row(3, 3)]);
    expect(places(kept)).toEqual(['1', '2']);
    expect(kept.differences.map(({ number }) => number)).toEqual([0, 1]);
  });

  it('compares a chunk again whose differing rows were not named', () => {
    expect(places(resumable([chunk(0), chunk(1, { verdict: 'diverged' }), chunk(2)], []))).toEqual(['1']);
  });

  it('trusts no row to belong to a chunk where several workers wrote', () => {
    const chunks = [chunk(0, { index: 1 }), chunk(1, { index: 0 }), chunk(2, { verdict: 'diverged' })];
    const kept = resumable(chunks, [row(0, 2)]);
    expect(kept.chunks.map(({ index, range }) => [index, range.upTo])).toEqual([
      [0, ['1']],
      [1, ['2']],
    ]);
    expect(kept.differences).toEqual([]);
  });

  it('ends where the table ends, whatever the ranges say', () => {
    const loop = chunk(1, { range: { after: ['1'], upTo: ['1'] } });
    expect(resumable([chunk(0), loop], []).chunks.length).toBeLessThanOrEqual(3);
    const whole = chunk(0, { range: { after: null, upTo: null } });
    expect(resumable([whole], []).chunks).toHaveLength(1);
  });
});
