import type { StoredDifference } from '../store/verification.store.js';
import { resumable, type StoredChunk } from './stored-chunk.js';

/** Ranges (…, 1], (1, 2], (2, 3] and so on; the number of a chunk is where it ends, less one. */
function chunk(place: number, change: Partial<StoredChunk> = {}): StoredChunk {
  return {
    ...{ table: 'shop.orders', index: place, verdict: 'matched', reason: null, mode: 'snapshot', digest: 'd' },
    range: { after: place === 0 ? null : [String(place)], upTo: [String(place + 1)] },
    ...{ position: '0-1-1', sourceRows: '1', targetRows: '1', sourceDigest: '1', targetDigest: '1' },
    ...{ fingerprint: 'f', tookMs: 1, isNamed: true, provedAt: '2026-11-20T03:00:00.000Z' },
    ...change,
  };
}

function row(number: number, chunkIndex: number): StoredDifference {
  const difference = { table: 'shop.orders', kind: 'changed', key: { id: String(number) }, position: null } as const;
  return { number, chunkIndex, difference, repair: { removal: null, sql: null } };
}

const counts = ({ fingerprint }: { fingerprint: string }): boolean => fingerprint === 'f';
const places = ({ chunks }: ReturnType<typeof resumable>): string[] => chunks.map(({ range }) => range.upTo?.[0] ?? '');

describe('resumable', () => {
  it('keeps every chunk that counts, whatever is missing between them, and numbers them from 0', () => {
    const kept = resumable([chunk(0), chunk(1, { fingerprint: 'g' }), chunk(4), chunk(3, { index: 5 })], [], counts);
    expect(places(kept)).toEqual(['1', '5', '4']);
    expect(kept.chunks.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(resumable([], [], counts)).toEqual({ chunks: [], differences: [] });
  });

  it('keeps the differing rows of the chunks it keeps, whoever wrote in between, and no other', () => {
    const chunks = [chunk(1), chunk(2, { verdict: 'diverged' }), chunk(3, { verdict: 'diverged' })];
    const kept = resumable(chunks, [row(0, 3), row(1, 0), row(2, 2), row(3, 3)], counts);
    expect(kept.differences.map(({ number, chunkIndex, difference }) => [number, chunkIndex, difference.key])).toEqual([
      [0, 2, { id: '0' }],
      [1, 1, { id: '2' }],
      [2, 2, { id: '3' }],
    ]);
  });

  it('compares a chunk again whose differing rows were not kept, and not one whose rows could not be named', () => {
    const lost = chunk(1, { verdict: 'diverged' });
    expect(places(resumable([chunk(0), lost, chunk(2)], [], counts))).toEqual(['1', '3']);
    expect(places(resumable([chunk(0), { ...lost, isNamed: false }], [], counts))).toEqual(['1', '2']);
  });
});
