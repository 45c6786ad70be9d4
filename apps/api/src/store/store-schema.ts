import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { StoreMigration, StorePart } from './store-part.js';

/**
 * The step that made the first schema, before each capability kept its own tables. The parts of that time share it, each
 * with the tables it owns, because existing stores have it under this one name. A new part begins with a name of its own.
 */
export const firstMigration = 'CreateStore1763600000000';

/** Entities and migrations of all parts, as TypeORM takes them. */
export function schemaOf(parts: readonly StorePart[]) {
  const byName = new Map<string, StoreMigration[]>();
  for (const migration of parts.flatMap(({ migrations }) => migrations)) {
    const steps = byName.get(migration.name) ?? [];
    // It would be skipped in every store where the other one of this name has run.
    if (steps.length > 0 && migration.name !== firstMigration)
      throw new Error(`Two migrations of the store are called ${migration.name}: give the newer one a name of its own`);
    byName.set(migration.name, [...steps, migration]);
  }
  return {
    entities: parts.flatMap(({ entities }) => entities),
    migrations: [...byName].map(([name, steps]) => asClass(name, steps)),
  };
}

/** TypeORM takes migrations as classes. */
function asClass(name: string, steps: readonly StoreMigration[]): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;
    async up(queryRunner: QueryRunner): Promise<void> {
      for (const step of steps) await step.up(queryRunner);
    }
    async down(queryRunner: QueryRunner): Promise<void> {
      for (const step of steps.toReversed()) await step.down(queryRunner);
    }
  };
}
