import { expect, it } from 'vitest';
import { backupsLook } from '../../looks/backup-look.js';

const finding = (outcome: 'fail' | 'unknown') =>
  ({ outcome, severity: 'CRITICAL', check: 'backup-late', subject: 'daily', message: '', action: '' }) as const;

it('calls backups good only where there is one, and nothing is to be looked at', () => {
  expect(backupsLook([], 3)).toEqual({ tone: 'good', word: 'As they should be' });
  expect(backupsLook([], 0)).toEqual({ tone: 'unknown', word: 'No backup yet' });
  expect(backupsLook([finding('fail'), finding('unknown')], 3)).toEqual({ tone: 'critical', word: '2 to look at' });
  expect(backupsLook([finding('unknown')], 0).tone).toBe('unknown');
});
