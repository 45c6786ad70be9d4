import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { newAgeKey } from '../../../test/support/age-key.js';
import { configSchema } from '../../config/config.schema.js';
import type { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { KeyCanaryService } from './key-canary.service.js';

const path = process.env['PATH'];
let folder: string;
let service: KeyCanaryService;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-keys-'));
});
afterEach(async () => {
  process.env['PATH'] = path;
  await service.beforeApplicationShutdown();
  rmSync(folder, { recursive: true });
});

/** Older backups are encrypted to `older`. */
function watching(
  recipient: string,
  identityFiles: string[],
  older: string,
  failure: string | null = null,
): KeyCanaryService {
  const config = configSchema.parse({
    backups: {
      servers: [{ name: 'shop-db', host: 'a', username: 'u', password: 'p' }],
      storages: [{ name: 'disk', folder }],
      ageRecipients: [recipient],
      restoreTest: { ageIdentityFiles: identityFiles },
    },
  });
  const entries = [aStoredBackup('2026-03-31T02:30:00.000Z', { encryption: { format: 'age', recipients: [older] } })];
  const catalogue = {
    views: () => Promise.resolve([{ entries, failure, readAt: '2026-03-31T02:30:00.000Z' }]),
  } as unknown as BackupCatalogueService;
  return (service = new KeyCanaryService(fixedSettings(config), catalogue));
}

it('tries keys at the start, on the recipients of now and on those of older backups', async () => {
  const [own, old] = ['own', 'old'].map((name) => newAgeKey(join(folder, name)));
  const canary = watching(own!.recipient, [own!.file, old!.file], old!.recipient);
  expect(canary.latest()).toBeNull();
  canary.onApplicationBootstrap();
  while (canary.latest() === null) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(canary.latest()).toEqual({
    trial: {
      recipients: [
        { recipient: own!.recipient, openedBy: [own!.file] },
        { recipient: old!.recipient, openedBy: [old!.file] },
      ],
      useless: [],
    },
    isWhole: true,
  });
});

it('calls no key useless while a storage cannot be read: its backups may have other recipients', async () => {
  const [own, other] = ['own', 'other'].map((name) => newAgeKey(join(folder, name)));
  for (const [failure, useless] of [
    [null, [{ file: other!.file, reason: expect.any(String) as string }]],
    ['Storage disk: EIO.', []],
  ] as const) {
    const canary = watching(own!.recipient, [own!.file, other!.file], own!.recipient, failure);
    await canary.try();
    expect(canary.latest()).toMatchObject({ trial: { useless }, isWhole: failure === null });
  }
});

it('says why nothing was found out', async () => {
  const own = newAgeKey(join(folder, 'own'));
  const canary = watching(own.recipient, [own.file], own.recipient);
  process.env['PATH'] = folder;
  await canary.try();
  expect(canary.latest()).toMatchObject({ failure: expect.stringContaining('age cannot be started') });
});
