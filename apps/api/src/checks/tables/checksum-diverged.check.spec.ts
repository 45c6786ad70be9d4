import { checksum, checksumsOf, someEvidence } from '../../../test/support/some-evidence.js';
import { checksumDivergedCheck } from './checksum-diverged.check.js';

it('sends to the rows where rows differ, and to the definitions where no row was compared', () => {
  const action = (mode: 'snapshot' | null): string | undefined =>
    checksumDivergedCheck.judge(someEvidence({ checksums: checksumsOf(checksum('shop.a', 'diverged', { mode })) }), 0)
      .found[0]?.action;
  expect(action('snapshot')).toContain('repair.sql');
  expect(action(null)).toContain('definitions');
  expect(action(null)).not.toContain('repair.sql');
});
