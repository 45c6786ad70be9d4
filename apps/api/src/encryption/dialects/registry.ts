import type { Engine } from '@cutover/contracts';
import { familyEngine, type FamilyEngine } from '@cutover/databases/mysql-family';
import type { EncryptionDialect } from '../encryption-dialect.js';
import { mariadbEncryption } from './mariadb/mariadb-encryption.js';
import { mysqlEncryption } from './mysql/mysql-encryption.js';

/** PostgreSQL has no encryption of its own: the disk below it, or the provider, encrypts or does not. */
const dialects: Readonly<Record<FamilyEngine, EncryptionDialect>> = {
  mariadb: mariadbEncryption,
  mysql: mysqlEncryption,
};

/** Throws for an engine that has no encryption of its own. */
export function encryptionDialectOf(engine: Engine): EncryptionDialect {
  return dialects[familyEngine(engine)];
}
