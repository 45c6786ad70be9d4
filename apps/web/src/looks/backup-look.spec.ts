import type { Backup, BackupProofLevel, BackupRestoreTest } from '@cutover/contracts';
import { expect, it } from 'vitest';
import { proofLook, restoreTestLook } from './backup-look.js';

const place = (level: BackupProofLevel | null, fault: string | null = null): Backup['places'][number] => ({
  ...{ storage: 'disk', folder: 'f', hold: null, keptBecause: [], fault },
  proof: level && { level, verifiedAt: '2026-03-31T02:30:00.000Z' },
});
const said = (...places: Backup['places']): string => {
  const { word, tone } = proofLook({ places });
  return `${word}: ${tone}`;
};

it('says the most that is proved of a backup, and that nothing is proved by its bytes alone', () => {
  expect(said(place('stored'), place('restored'))).toBe('Restored: good');
  expect(said(place('stored'), place('read-back'))).toBe('Read back: neutral');
  expect(said(place('stored'), place(null))).toBe('Not opened: unknown');
  expect(said(place(null))).toBe('Not tried: unknown');
  expect(said(place('restored', 'No.'))).toBe('No good: critical');
});

it('calls a backup that restores good only where its rows were compared', () => {
  const look = (tables: BackupRestoreTest['tables']): string => restoreTestLook({ state: 'passed', tables }).tone;
  expect([look({ compared: 2, identical: 2 }), look(null)]).toEqual(['good', 'neutral']);
  expect(restoreTestLook({ state: 'undecided', tables: null }).word).toBe('Not found out');
});
