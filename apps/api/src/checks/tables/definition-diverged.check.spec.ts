import { at, checksum, checksumsOf, someEvidence } from '../../../test/support/some-evidence.js';
import { definitionDivergedCheck } from './definition-diverged.check.js';

const read = (change: Parameters<typeof checksum>[2]) =>
  definitionDivergedCheck.judge(someEvidence({ checksums: checksumsOf(checksum('shop.a', 'unverified', change)) }), 0);
const lost = { definitionDifferences: ['column id is AUTO_INCREMENT on the source only'] };
const voided = { verdict: 'matched' as const, reason: 'another server answers', since: at };

it('is told whatever became of the proof of the rows, and over when it was one of other servers', () => {
  expect(read({ ...lost, voided }).found).toMatchObject([{ outcome: 'fail', severity: 'CRITICAL' }]);
  expect(read({ voided, definitionDifferences: undefined })).toMatchObject({ found: [] });
  expect(read({ voided, definitionDifferences: undefined }).otherwise('shop.a')).toMatchObject({ kind: 'pass' });
  expect(read({ definitionDifferences: undefined }).otherwise('shop.a')).toEqual({ kind: 'unknown' });
});
