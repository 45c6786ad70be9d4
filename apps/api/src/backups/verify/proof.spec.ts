import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupFoundBad, BackupProof } from '@cutover/contracts';
import { lies, place } from '../../../test/support/a-stored-dump.js';
import { readBackup, type StoredBackup } from '../catalogue/read-catalogue.js';
import { LocalStorage } from '../storages/local-storage.js';
import { isVerified, noteFoundBad, noteProof, noteRestored } from './proof.js';

const nowhere = { storage: new LocalStorage('disk', '/dev/null'), folder: place, proof: null, foundBad: null };
let root: string;
let warnings: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-proof-'));
  lies(root);
  warnings = [];
});
afterEach(() => rmSync(root, { recursive: true }));

const warn = (message: string): void => void warnings.push(message);
const look = async (): Promise<StoredBackup> =>
  (await readBackup({ storage: new LocalStorage('disk', root), folder: place }))!;
const proofOf = (level: BackupProof['level'], hour = 1): BackupProof => ({
  level,
  verifiedAt: `2026-03-31T0${hour}:00:00.000Z`,
});
const badAt = (level: BackupFoundBad['level']): BackupFoundBad => ({
  level,
  reason: 'It is cut.',
  foundAt: '2026-03-31T05:00:00.000Z',
});

it('is not replaced by less', async () => {
  await noteProof(await look(), proofOf('stored'), warn);
  expect(isVerified(await look())).toBe(false);
  await noteProof(await look(), proofOf('read-back', 2), warn);
  expect(isVerified(await look())).toBe(true);
  await noteProof(await look(), proofOf('restored', 3), warn);
  for (const level of ['stored', 'read-back'] as const) await noteProof(await look(), proofOf(level, 4), warn);
  expect((await look()).proof).toEqual(proofOf('restored', 3));
  await noteProof(nowhere, proofOf('read-back'), warn);
  expect(warnings).toEqual([expect.stringContaining('is not noted beside it')]);
});

it('is taken back where it was found to be no good, until it is looked into as far as then', async () => {
  await noteProof(await look(), proofOf('read-back'), warn);
  await noteFoundBad(await look(), badAt('restored'), warn);
  expect(await look()).toMatchObject({ proof: null, foundBad: badAt('restored') });
  await noteProof(await look(), proofOf('read-back'), warn);
  expect(await look()).toMatchObject({ proof: null, foundBad: badAt('restored') });
  await noteProof(await look(), proofOf('restored'), warn);
  expect(await look()).toMatchObject({ proof: proofOf('restored'), foundBad: null });
  await noteFoundBad(await look(), badAt('read-back'), warn);
  await noteProof(await look(), proofOf('read-back'), warn);
  expect(await look()).toMatchObject({ proof: proofOf('read-back'), foundBad: null });
  expect(warnings).toEqual([]);
  await noteFoundBad(nowhere, badAt('read-back'), warn);
  expect(warnings[0]).toContain('remove that backup');
});

it('is no more than read back where its rows were not compared, and leaves what comparing them has found', async () => {
  const restored = async (isCompared: boolean, hour: number) =>
    noteRestored(await look(), { isCompared, at: proofOf('restored', hour).verifiedAt, warn });
  expect(await restored(false, 1)).toBeNull();
  expect((await look()).proof).toEqual(proofOf('read-back', 1));
  await noteFoundBad(await look(), badAt('restored'), warn);
  expect(await restored(false, 6)).toEqual(badAt('restored'));
  expect(await look()).toMatchObject({ proof: null, foundBad: badAt('restored') });
  expect(await restored(true, 7)).toBeNull();
  expect(await look()).toMatchObject({ proof: proofOf('restored', 7), foundBad: null });
  // It was compared once, and stays so.
  expect(await restored(false, 8)).toBeNull();
  expect((await look()).proof).toEqual(proofOf('restored', 7));
  // Read back once more, it is not damaged any more.
  await noteFoundBad(await look(), badAt('read-back'), warn);
  expect(await restored(false, 9)).toBeNull();
  expect(await look()).toMatchObject({ proof: proofOf('read-back', 9), foundBad: null });
  expect(warnings).toEqual([]);
  expect(await noteRestored(nowhere, { isCompared: false, at: 'now', warn })).toBeNull();
  expect(warnings).toEqual([expect.stringContaining('nothing is noted there')]);
  rmSync(join(root, 'shop-db'), { recursive: true });
  const gone = { storage: new LocalStorage('disk', root), folder: place };
  expect(await noteRestored(gone, { isCompared: false, at: 'now', warn })).toBeNull();
});

it('counts what cannot be read as no good', async () => {
  writeFileSync(join(root, place, 'found-bad.json'), 'half a ver');
  expect(await look()).toMatchObject({ foundBad: { reason: expect.stringContaining('cannot be read') } });
});

it('leaves nothing where the backup was deleted meanwhile', async () => {
  const backup = await look();
  rmSync(join(root, 'shop-db'), { recursive: true });
  await noteProof(backup, proofOf('read-back'), warn);
  await noteFoundBad(backup, badAt('read-back'), warn);
  expect([readdirSync(root), warnings]).toEqual([[], []]);
});
