import type { Engine } from '@cutover/contracts';
import type { EncryptionDialect } from '../encryption-dialect.js';
import { mariadbEncryption } from './mariadb/mariadb-encryption.js';
import { mysqlEncryption } from './mysql/mysql-encryption.js';

/** null: the engine has no encryption of its own; the disk below it, or the provider, encrypts or does not. */
export const encryptionDialects: Readonly<Record<Engine, EncryptionDialect | null>> = {
  mariadb: mariadbEncryption,
  mysql: mysqlEncryption,
  postgres: null,
};
