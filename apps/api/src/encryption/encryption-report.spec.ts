import type { Tablespace } from '@cutover/contracts';
import { anEncryptedSide, someProgress } from '../../test/support/some-evidence.js';
import { encryptionTables } from './encryption-report.js';

const space = (name: string, change: Partial<Tablespace> = {}): Tablespace => ({
  ...{ name, table: name.replace('/', '.'), isWatched: true, state: 'done', sizeBytes: 100, encryptedBytes: 100 },
  ...{ keyVersion: 1, latestKeyVersion: 1, keyId: 1, note: null, action: null },
  ...change,
});
const counts = { done: 1, rekeying: 0, rotating: 0, plain: 1, never: 1, unknown: 0 };
const side = anEncryptedSide({ progress: someProgress({ tablespaces: counts }) });
const all = [
  space('shop/plain', { state: 'plain', sizeBytes: null }),
  space('shop/never', { state: 'never', note: 'ENCRYPTED=NO' }),
  space('shop/done'),
];

it('counts the tablespaces in each state, and says unknown of a sum that nobody knows', () => {
  const rows = encryptionTables(side, all)[0]?.rows.map(([state, , number, bytes]) => [state, number, bytes]);
  expect(rows).toEqual([
    ...[
      ['never', '1', '100'],
      ['plain', '1', null],
      ['rotating', '0', '0'],
      ['unknown', '0', '0'],
    ],
    ...[
      ['rekeying', '0', '0'],
      ['done', '1', '100'],
    ],
  ]);
});

it('names what is not encrypted, with the reason, and none that is', () => {
  expect(encryptionTables(side, all)[1]?.rows).toEqual([
    ['shop/plain', 'shop.plain', 'plain', null, ''],
    ['shop/never', 'shop.never', 'never', '100', 'ENCRYPTED=NO'],
  ]);
});

it('names the first thousand of many, and says how many there are', () => {
  const many = Array.from({ length: 1_001 }, (_, n) => space(`shop/t${n}`, { state: 'plain' }));
  const table = encryptionTables(side, many)[1];
  expect(table?.rows).toHaveLength(1_000);
  expect(table?.title).toContain('the first 1000 of 1001');
});

it('counts nothing where nothing is known', () => {
  expect(encryptionTables(null, [])).toEqual([]);
  expect(encryptionTables(anEncryptedSide({ progress: null }), [])).toEqual([]);
});

it('shows the settings, an unknown one as unknown', () => {
  const part = { part: 'redo', label: 'Redo log', isRequired: true, action: null, statement: null, hint: null };
  const parts = [{ ...part, state: 'unknown' as const, setting: null }];
  expect(encryptionTables(anEncryptedSide({ parts, progress: null }), [])[0]?.rows).toEqual([
    ['Redo log', null, null, 'yes'],
  ]);
});
