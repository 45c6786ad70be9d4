import type { Engine } from '@cutover/contracts';
import type { SchemaDialect } from '../schema-dialect.js';
import { mysqlFamilySchema } from './mysql-family/read-schema.js';
import { postgresSchema } from './postgres/read-schema.js';

/** By engine. */
export const schemaDialects: Readonly<Record<Engine, SchemaDialect>> = {
  mariadb: mysqlFamilySchema,
  mysql: mysqlFamilySchema,
  postgres: postgresSchema,
};
