import type { DomainLag, ReplicaLag } from '@cutover/contracts';
import { aLag, at } from '../../../../test/support/some-evidence.js';
import { settleUnexplained } from './settle-unexplained.js';

const domain = (errantGtids: string | null, unexplainedGtids?: string): DomainLag => ({
  ...{ domain: '0', sourceGtid: '0-1-90', targetGtid: '0-1-90', transactionsBehind: '0', errantGtids },
  endsReplication: null,
  ...(unexplainedGtids === undefined ? {} : { unexplainedGtids }),
});
const after = (...domains: DomainLag[]): ReplicaLag => aLag({ domains });
const settled = (now: DomainLag, previous: ReplicaLag | null) => {
  const { errantGtids, unexplainedGtids } = settleUnexplained(now, previous, at);
  return [errantGtids, unexplainedGtids];
};

it('leaves unexplained what was there at the first look, and at each one after it', () => {
  expect(settled(domain(null, '0-7-4'), null)).toEqual([null, '0-7-4']);
  expect(settled(domain(null, '0-7-4'), after(domain(null, '0-7-4')))).toEqual([null, '0-7-4']);
});

it('calls errant what appeared, or grew, while we watched, and goes on to call it so', () => {
  expect(settled(domain(null, '0-7-4'), after(domain(null)))).toEqual(['0-7-4', undefined]);
  expect(settled(domain(null, '0-7-5'), after(domain(null, '0-7-4')))).toEqual(['0-7-5', undefined]);
  // It was past everything applied, and replication has gone past it since.
  expect(settled(domain(null, '0-7-4'), after(domain('0-7-4')))).toEqual(['0-7-4', undefined]);
  expect(settled(domain('0-2-9', '0-7-4,0-9-1'), after(domain(null, '0-9-1')))).toEqual(['0-2-9,0-7-4', '0-9-1']);
});

it('takes a domain that was not measured before for a first look', () => {
  expect(settled(domain(null, '0-7-4'), after())).toEqual([null, '0-7-4']);
});

it('keeps the moment at which it first saw them, for as long as they are the same', () => {
  const later = '2026-01-01T00:05:00.000Z';
  const first = settleUnexplained(domain(null, '0-7-4'), null, at);
  expect(first.unexplainedSince).toBe(at);
  expect(settleUnexplained(domain(null, '0-7-4'), after(first), later).unexplainedSince).toBe(at);
  // A cycle that read nothing forgets them: what was proved before that may be void.
  expect(settleUnexplained(domain(null, '0-7-4'), after(), later).unexplainedSince).toBe(later);
  expect(settleUnexplained(domain(null), after(first), later)).not.toHaveProperty('unexplainedSince');
});
