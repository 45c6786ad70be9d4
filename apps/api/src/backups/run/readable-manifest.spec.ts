import { backupManifestSchema, type BackupManifest } from '@cutover/contracts';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { mostTextBytes } from '../storages/stored-text.js';
import { manifestText, readableManifest } from './readable-manifest.js';

const manifest: BackupManifest = {
  ...aStoredBackup('2026-03-31T02:30:00.000Z').manifest,
  ...{ rowCounts: null, tableDigests: null },
};
const optionsOf = (locale: string): string =>
  `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE '${locale}' LC_CTYPE '${locale}'`;

it.each(['C', 'de_DE.UTF-8@euro', 'English_United States.1252', 'Chinese (Simplified)_China.936'])(
  'keeps the locale %s',
  (locale) => {
    const told = { ...manifest, databaseOptions: optionsOf(locale) };
    expect(readableManifest(told)).toEqual(told);
  },
);

it.each(["x'; DROP DATABASE shop; --", 'Norwegian Bokm\u00e5l_Norway.1252', 'a\\b', ''])(
  'does not know the options of a database whose locale is %j',
  (locale) => {
    const readable = readableManifest({ ...manifest, databaseOptions: optionsOf(locale) });
    expect(readable).toEqual({ ...manifest, databaseOptions: null });
    expect(backupManifestSchema.parse(JSON.parse(manifestText(readable)))).toEqual(readable);
  },
);

/** Of tables with names of 64 characters. */
const ofTables = (tables: number): BackupManifest => {
  const names = Array.from({ length: tables }, (_, index) => String(index).padStart(64, 't'));
  return {
    ...manifest,
    rowCounts: Object.fromEntries(names.map((name) => [name, '1000000'])),
    tableDigests: Object.fromEntries(names.map((name) => [name, 'a'.repeat(64)])),
  };
};

it('leaves out what it says of each table where it would be too large to be read, the digests first', () => {
  const [some, many, most] = [50_000, 100_000, 250_000].map(ofTables) as [
    BackupManifest,
    BackupManifest,
    BackupManifest,
  ];
  expect(readableManifest(some)).toBe(some);
  expect(readableManifest(many)).toEqual({ ...many, tableDigests: null });
  expect(readableManifest(most)).toEqual({ ...most, tableDigests: null, rowCounts: null });
  expect(manifestText(readableManifest(most)).length).toBeLessThan(mostTextBytes);
});

it('refuses what could not be read all the same, and says why', () => {
  expect(() => readableManifest({ ...manifest, server: 'x'.repeat(mostTextBytes) })).toThrow('larger than 16 MiB');
  expect(() => readableManifest({ ...manifest, startedAt: 'yesterday' })).toThrow('startedAt: ');
});
