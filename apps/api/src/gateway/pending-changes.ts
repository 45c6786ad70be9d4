import type { ChangedTables } from '../migrations/changed-tables.js';
import type { ChecksumRun } from '@cutover/contracts';

/** What is to be sent of one migration. A table that changes twice before that is sent once. */
export interface MigrationChanges extends ChangedTables {
  /** The latest state of each run that went on. */
  runs: ReadonlyMap<string, ChecksumRun>;
}

class Changes implements MigrationChanges {
  readonly checksums = new Set<string>();
  readonly consistency = new Set<string>();
  readonly removed = new Set<string>();
  readonly runs = new Map<string, ChecksumRun>();
}

/** Gathers what changed of each migration until it is sent. Names of tables only: what is sent is read when it is sent. */
export class PendingChanges {
  private readonly byMigration = new Map<string, Changes>();

  /** Something other than a table changed: a connection, an alert, the lag. */
  note(migration: string): void {
    this.of(migration);
  }

  noteRun(run: ChecksumRun): void {
    this.of(run.migration).runs.set(run.id, run);
  }

  noteTables(
    migration: string,
    kind: 'checksums' | 'consistency',
    changed: Iterable<string>,
    removed: Iterable<string>,
  ): void {
    const changes = this.of(migration);
    for (const table of removed) {
      changes.checksums.delete(table);
      changes.consistency.delete(table);
      changes.removed.add(table);
    }
    for (const table of changed) changes[kind].add(table);
  }

  /** What waits of one migration, which then waits no more; null: nothing. */
  take(migration: string): MigrationChanges | null {
    const changes = this.byMigration.get(migration) ?? null;
    this.byMigration.delete(migration);
    return changes;
  }

  /** Names of the migrations of which something waits. */
  migrations(): string[] {
    return [...this.byMigration.keys()];
  }

  private of(migration: string): Changes {
    const changes = this.byMigration.get(migration) ?? new Changes();
    this.byMigration.set(migration, changes);
    return changes;
  }
}
