import type { Engine } from '@cutover/contracts';
import { built, NotBuilt } from '../../../../failures/not-built.js';
import type { SchemaDialect } from '../schema-dialect.js';
import { mysqlFamilySchema } from './mysql-family/read-schema.js';

const dialects: Record<Engine, SchemaDialect | NotBuilt> = {
  mariadb: mysqlFamilySchema,
  mysql: mysqlFamilySchema,
  postgres: new NotBuilt('definitions of PostgreSQL are not compared yet'),
};

/** Throws where the engine has none: the area names its engines. */
export function schemaDialectOf(engine: Engine): SchemaDialect {
  return built(dialects[engine]);
}
