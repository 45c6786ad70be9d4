import { otherTable, systemTable, tablespaceOf } from './tablespaces.js';

const row = (name: string, isEncrypted: 0 | 1, kind = 'Single') => ({ name, kind, sizeBytes: '4096', isEncrypted });

it('is done, or stays plain until somebody encrypts it', () => {
  expect(tablespaceOf(row('shop/a', 1))).toMatchObject({
    state: 'done',
    table: 'shop.a',
    encryptedBytes: 4096,
    action: null,
  });
  expect(tablespaceOf(row('shop/a', 0))).toMatchObject({ state: 'never', encryptedBytes: 0 });
});

it.each([
  [row('shop/odd name#é', 0), "ALTER TABLE `shop`.`odd name#é` ENCRYPTION = 'Y';"],
  [row('shop/parts#p#p0', 0), "ALTER TABLE `shop`.`parts` ENCRYPTION = 'Y';"],
  [row('shop/parts#p#p0#sp#s1', 0), "ALTER TABLE `shop`.`parts` ENCRYPTION = 'Y';"],
  [row('mysql', 0, 'General'), "ALTER TABLESPACE `mysql` ENCRYPTION = 'Y';"],
  [row('innodb_undo_001', 0, 'Undo'), 'SET GLOBAL innodb_undo_log_encrypt = ON'],
])('says how %j is encrypted', (each, action) => expect(tablespaceOf(each).action).toContain(action));

it('offers no statement for a file of a FULLTEXT index, and says whose it is', () =>
  expect(tablespaceOf(row('shop/fts_0000000000000436_config', 0))).toMatchObject({
    ...{ action: null, note: expect.stringContaining('FULLTEXT') },
  }));

it('names tables that must move first, with sizes unknown and not 0', () => {
  expect(systemTable('shop/old')).toMatchObject({
    ...{ table: 'shop.old', state: 'never', sizeBytes: null },
    action:
      "SET SESSION sql_log_bin = 0; ALTER TABLE `shop`.`old` TABLESPACE = innodb_file_per_table ENCRYPTION = 'Y';",
  });
  const other = (engine: string | null) => otherTable({ databaseName: 'shop', tableName: 'm', engine });
  expect(other('MyISAM')).toMatchObject([{ state: 'never', sizeBytes: null, note: 'MyISAM cannot encrypt its files' }]);
  expect(other('ROCKSDB')).toMatchObject([{ state: 'unknown' }]);
  expect(other(null)).toMatchObject([{ state: 'unknown' }]);
  expect(other('MEMORY')).toEqual([]);
});

it('suggests nothing for a tablespace of a running statement', () =>
  expect(tablespaceOf(row('shop/#sql-ib1066-3549', 0))).toMatchObject({
    ...{ state: 'plain', table: null, action: null, note: expect.stringContaining('DDL') },
  }));
