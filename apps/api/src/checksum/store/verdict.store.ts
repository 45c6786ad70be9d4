import { Injectable } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { LessThan, type EntityManager } from 'typeorm';
import { ChecksumRunEntity } from './checksum-run.entity.js';
import { TableChecksumEntity } from './table-checksum.entity.js';
import { StoreConnection } from '../../store/store-connection.js';
import { TableResults } from '../../store/table-results.js';

/** The run as it is kept. */
function rowOf(run: ChecksumRun) {
  const { id, migration, state, startedAt } = run;
  return { id, migration, state, startedAt, body: JSON.stringify(run) };
}

function saveRunWith(manager: EntityManager, row: ReturnType<typeof rowOf>) {
  return manager.upsert(ChecksumRunEntity, row, ['id']);
}

/**
 * Runs, and the last result of each table, on disk. Saving never rejects for a store out of order: the latest state of
 * each thing is kept in memory and written when the store works again (see StoreHealth), so a full disk does not end a
 * verification. Reading rejects with StoreFault.
 */
@Injectable()
export class VerdictStore {
  private readonly results: TableResults<ChecksumResult>;

  constructor(private readonly store: StoreConnection) {
    this.results = new TableResults(store, TableChecksumEntity, 'checksum');
  }

  /** Inserts or replaces by run id. */
  async saveRun(run: ChecksumRun): Promise<void> {
    // Frozen as text now: the caller goes on changing its run while the write waits.
    const row = rowOf(run);
    await this.store.keep(`run ${run.id}`, (manager) => saveRunWith(manager, row));
  }

  async findRun(migration: string, id: string): Promise<ChecksumRun | null> {
    const found = await this.store.read((manager) => manager.findOneBy(ChecksumRunEntity, { id, migration }));
    return found && (JSON.parse(found.body) as ChecksumRun);
  }

  /** Runs that were `running` when the process died. */
  async findRunning(): Promise<ChecksumRun[]> {
    const found = await this.store.read((manager) => manager.findBy(ChecksumRunEntity, { state: 'running' }));
    return found.map(({ body }) => JSON.parse(body) as ChecksumRun);
  }

  /**
   * Runs that were `running` when the process died become `interrupted`, but for those that are gone on with. Called once
   * at start; returns how many.
   */
  async markInterrupted(now: string, except: ReadonlySet<string> = new Set()): Promise<number> {
    return this.store.write(async (manager) => {
      const all = await manager.findBy(ChecksumRunEntity, { state: 'running' });
      const running = all.filter(({ id }) => !except.has(id));
      for (const { body } of running) {
        const run = JSON.parse(body) as ChecksumRun;
        const reason = 'Cutover ended during this run. Start it again.';
        const ended: ChecksumRun = { ...run, state: 'interrupted', reason, finishedAt: now };
        await saveRunWith(manager, rowOf({ ...ended, tables: { ...run.tables, current: [] } }));
      }
      return running.length;
    });
  }

  /** Keeps the last result of a table. */
  saveChecksum(migration: string, result: ChecksumResult): Promise<void> {
    return this.results.save(migration, result);
  }

  loadChecksums(migration: string): Promise<ChecksumResult[]> {
    return this.results.load(migration);
  }

  /** Forgets the last results of tables that are no longer watched. */
  forgetTables(migration: string, keep: string[]): Promise<void> {
    return this.results.keepOnly(migration, keep);
  }

  /** Deletes runs that started before the instant; returns how many. Last results of tables stay. */
  async pruneRuns(beforeIso: string): Promise<number> {
    const result = await this.store.write((manager) =>
      manager.delete(ChecksumRunEntity, { startedAt: LessThan(beforeIso) }),
    );
    return result.affected ?? 0;
  }
}
