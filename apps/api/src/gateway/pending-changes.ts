import type { EvidenceName } from '../evidence/evidence.js';
import type { SourceChange } from '../evidence/evidence.registry.js';
import type { ChangedTables } from '../readiness/changed-tables.js';
import type { ChecksumRun } from '@cutover/contracts';

/** What is to be sent of one migration. A table that changes twice before that is sent once. */
export interface MigrationChanges extends ChangedTables {
  /** The latest state of each run that went on. */
  runs: ReadonlyMap<string, ChecksumRun>;
}

class Changes implements MigrationChanges {
  readonly tables = new Map<EvidenceName, Set<string>>();
  readonly removed = new Set<string>();
  readonly runs = new Map<string, ChecksumRun>();
}

/** Gathers what changed of each migration until it is sent. Names of tables only: what is sent is read when it is sent. */
export class PendingChanges {
  private readonly byMigration = new Map<string, Changes>();

  /** Something that is no evidence changed: an alert. */
  note(migration: string): void {
    this.of(migration);
  }

  noteRun(run: ChecksumRun): void {
    this.of(run.migration).runs.set(run.id, run);
  }

  /** Something new is known: of the migration, or of some of its tables. */
  noteChange({ migration, source, changedTables = [], removedTables = [] }: SourceChange): void {
    const changes = this.of(migration);
    for (const table of removedTables) {
      for (const tables of changes.tables.values()) tables.delete(table);
      changes.removed.add(table);
    }
    const tables = changes.tables.get(source) ?? new Set<string>();
    changes.tables.set(source, tables);
    for (const table of changedTables) tables.add(table);
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
