import type { FreezeProof } from '@cutover/contracts';
import { aProof } from '../../../../test/support/a-freeze-proof.js';
import { isProofNews, proofNews } from './proof-news.js';

const frozen: FreezeProof['freeze'] = {
  by: 'operator',
  since: '2026-01-01T00:00:00.000Z',
  isHeld: false,
  released: null,
};
const ended = { id: 'p', event: 'ended' } as const;
const broken = { id: 'p', event: 'broken' } as const;

it.each<[string, Partial<FreezeProof>, unknown]>([
  ['it runs', { state: 'running', freeze: frozen }, null],
  ['it passed', { state: 'passed', standing: 'holds', freeze: frozen }, ended],
  ['it failed', { state: 'failed', freeze: frozen }, ended],
  ['it proved nothing', { state: 'unproven', freeze: frozen }, ended],
  ['Cutover ended in the middle', { state: 'interrupted', freeze: frozen }, ended],
  ['the source was written after it passed', { state: 'passed', standing: 'broken', freeze: frozen }, broken],
  ['its operator cancelled it', { state: 'cancelled', freeze: frozen }, null],
  ['nobody froze the source', { state: 'failed' }, null],
  [
    'Cutover could not freeze the source',
    { state: 'failed', freeze: { ...frozen, by: 'cutover', since: null } },
    ended,
  ],
])('where %s', (_, change, news) => expect(proofNews(aProof(change))).toEqual(news));

it('is told once, and once more when it is broken', () => {
  expect(proofNews(null)).toBeNull();
  expect(isProofNews(null, null)).toBe(false);
  expect(isProofNews(null, ended)).toBe(true);
  expect(isProofNews(ended, ended)).toBe(false);
  expect(isProofNews(ended, broken)).toBe(true);
  expect(isProofNews(broken, ended)).toBe(false);
  expect(isProofNews(broken, { ...ended, id: 'q' })).toBe(true);
});
