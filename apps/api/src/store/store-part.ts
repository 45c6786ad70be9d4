import type { MigrationInterface } from 'typeorm';
import type { RetentionCutOff } from './retention.js';
import type { StoreConnection } from './store-connection.js';

/**
 * One step of the schema. Its name ends in a number of 13 digits (milliseconds since the epoch), by which steps are
 * ordered; the table `migrations` of every existing store holds it, so a released step never changes.
 */
export interface StoreMigration extends MigrationInterface {
  readonly name: string;
}

/** How many records were lost to old age, by kind. */
export type Pruned = Readonly<Record<string, number>>;

/**
 * What one capability keeps in the store. The capability owns it, in its own `store/` folder, and its module hands it over
 * with `provideStorePart`; the store itself knows no table.
 */
export interface StorePart {
  /** Name of the capability. */
  readonly name: string;
  /** TypeORM entities of its tables. */
  readonly entities: readonly (new () => object)[];
  /** Steps of its schema, oldest first. Add at the end; never change one that was released. */
  readonly migrations: readonly StoreMigration[];
  /** Deletes what is too old. Called hourly. Rejects with StoreFault. */
  prune(store: StoreConnection, cutOff: RetentionCutOff): Promise<Pruned>;
}
