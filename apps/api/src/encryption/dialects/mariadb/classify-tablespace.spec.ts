import { classifyTablespace, type TablespaceSurroundings } from './classify-tablespace.js';
import type { TablespaceRow } from './statements.js';

const done: TablespaceRow = {
  ...{ space: '5', name: 'shop/a', databaseName: 'shop', tableName: 'a', sizeBytes: '1000' },
  ...{ scheme: '1', minKeyVersion: '1', currentKeyVersion: '1', keyId: '1' },
  ...{ pagesDone: null, pages: null, isRotating: '0' },
};
const omitted = { scheme: null, minKeyVersion: null, currentKeyVersion: null, keyId: null, isRotating: null };
const visible: TablespaceSurroundings = { encryptsTables: true, refuses: () => false };

const classify = (change: Partial<TablespaceRow>, around = visible) =>
  classifyTablespace({ ...done, ...change }, around);

it.each<[string, Partial<TablespaceRow>, string, number]>([
  ['everything is encrypted', {}, 'done', 1000],
  ['the server’s list leaves it out', omitted, 'plain', 0],
  ['no page has a key yet', { minKeyVersion: '0' }, 'plain', 0],
  [
    'half of its pages are done',
    { minKeyVersion: '0', isRotating: '1', pagesDone: '50', pages: '100' },
    'rotating',
    500,
  ],
  [
    'all pages were given out, and not all are done',
    { minKeyVersion: 0, isRotating: 1, pagesDone: 451, pages: 192 },
    'rotating',
    990,
  ],
  ['its pages wait to be written', { isRotating: '1' }, 'rotating', 0],
  ['its key is exchanged', { isRotating: '1', currentKeyVersion: '2', pagesDone: '5', pages: '100' }, 'rekeying', 1000],
])('where %s', (_, change, state, encryptedBytes) => {
  expect(classify(change)).toMatchObject({ state, encryptedBytes, sizeBytes: 1000, action: null });
});

describe('scheme 0', () => {
  const unencrypted = { scheme: '0', minKeyVersion: '0' };

  it('is never encrypted with ENCRYPTED=NO, and says how', () => {
    expect(classify(unencrypted, { encryptsTables: true, refuses: () => true })).toMatchObject({
      ...{
        state: 'never',
        encryptedBytes: 0,
        action: 'SET SESSION sql_log_bin = 0; ALTER TABLE `shop`.`a` ENCRYPTED=YES;',
      },
    });
  });

  it('is plain for now where the table was only decrypted', () => expect(classify(unencrypted).state).toBe('plain'));

  it('is taken for never where the table cannot be seen and others are encrypted', () => {
    const unseen = (encryptsTables: boolean) => ({ encryptsTables, refuses: () => null });
    expect(classify(unencrypted, unseen(true)).state).toBe('never');
    expect(classify(unencrypted, unseen(false)).state).toBe('plain');
  });

  it('says of a table of a FULLTEXT index that nobody can alter it', () => {
    const auxiliary = { ...unencrypted, tableName: 'FTS_0000000000000018_CONFIG' };
    expect(classify(auxiliary, { encryptsTables: true, refuses: () => null }).action).toContain('FULLTEXT');
  });
});

it('never takes an unknown size for 0', () =>
  expect(classify({ sizeBytes: null })).toMatchObject({ state: 'done', sizeBytes: null, encryptedBytes: null }));

it('says that a key is missing', () =>
  expect(classify({ currentKeyVersion: '4294967295', keyId: '7' })).toMatchObject({
    ...{ latestKeyVersion: null, note: 'Key 7 is not known to the key management' },
  }));
