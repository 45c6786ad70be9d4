import type { BackupFinding } from '@cutover/contracts';
import { worstFirst } from './worst-first.js';

const finding = (
  id: string,
  outcome: BackupFinding['outcome'],
  severity: BackupFinding['severity'],
): BackupFinding => ({
  ...{ id, outcome, severity, check: 'backup-late', subject: id, message: '', action: '' },
});

it('begins with what failed gravely, and ends with what passed', () => {
  const findings = [
    finding('a', 'pass', 'INFO'),
    finding('b', 'unknown', 'CRITICAL'),
    finding('c', 'fail', 'WARNING'),
    finding('e', 'fail', 'CRITICAL'),
    finding('d', 'fail', 'CRITICAL'),
    finding('f', 'unknown', 'WARNING'),
  ];
  expect(worstFirst(findings).map(({ id }) => id)).toEqual(['d', 'e', 'c', 'b', 'f', 'a']);
});
