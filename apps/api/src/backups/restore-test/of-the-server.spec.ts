import { isOfTheServer } from './of-the-server.js';

/** As PostgreSQL 15 and MariaDB 10.11 and their clients print them. */
it.each([
  'ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/postgis.control": No such file or directory',
  'ERROR:  extension "postgis" is not available',
  'ERROR:  could not access file "$libdir/pglogical": No such file or directory',
  'ERROR:  must be owner of extension hstore',
  'ERROR:  must be member of role "app"',
  'ERROR:  must be superuser to create a base type',
  'ERROR:  only superuser can define a leakproof function',
  'ERROR:  permission denied to create event trigger "audit"',
  'ERROR:  unrecognized configuration parameter "transaction_timeout"',
  'pg_restore: error: unsupported version (1.16) in file header',
  'ERROR:  out of memory',
  "ERROR 1286 (42000) at line 30: Unknown storage engine 'ROCKSDB'",
  "ERROR 1273 (HY000) at line 30: Unknown collation: 'utf8mb4_0900_ai_ci'",
  "ERROR 1115 (42000) at line 30: Unknown character set: 'gb18030'",
  "ERROR 1524 (HY000) at line 30: Plugin 'SPIDER' is not loaded",
  "ERROR 1153 (08S01) at line 30: Got a packet bigger than 'max_allowed_packet' bytes",
  'ERROR 1418 (HY000) at line 30: This function has none of DETERMINISTIC, NO SQL, or READS SQL DATA in its declaration and binary logging is enabled',
  'ERROR 1419 (HY000) at line 30: You do not have the SUPER privilege and binary logging is enabled',
  'ERROR 1205 (HY000) at line 30: Lock wait timeout exceeded; try restarting transaction',
  'ERROR 3 (HY000) at line 30: Error writing file \'/tmp/x\' (Errcode: 28 "No space left on device")',
])('says nothing of the backup: %s', (message) => {
  expect(isOfTheServer(`/usr/bin/client: exit code 1: ${message}`)).toBe(true);
});

it.each([
  'ERROR:  duplicate key value violates unique constraint "t_pkey"',
  'ERROR:  invalid input syntax for type integer: "x"',
  'pg_restore: error: could not read from input file: end of file',
  "ERROR 1064 (42000) at line 30: You have an error in your SQL syntax; check the manual near 'x' at line 1",
  "ERROR 1062 (23000) at line 30: Duplicate entry '1' for key 'PRIMARY'",
  "ERROR 1146 (42S02) at line 30: Table 'shop.t' doesn't exist",
])('is of the backup: %s', (message) => {
  expect(isOfTheServer(`/usr/bin/client: exit code 1: ${message}`)).toBe(false);
});
