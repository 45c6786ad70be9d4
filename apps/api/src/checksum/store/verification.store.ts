import { Injectable } from '@nestjs/common';
import type { ChecksumRun, RowDifference, RowDifferenceKind } from '@cutover/contracts';
import { In, LessThan, MoreThan, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { RowDifferenceEntity } from './row-difference.entity.js';
import { RunPlanEntity } from './run-plan.entity.js';
import { TableChunkEntity } from './table-chunk.entity.js';
import { TableComparisonEntity } from './table-comparison.entity.js';
import { StoreConnection } from '../../store/store-connection.js';

/** One comparison of one table, as it is kept. */
export type TableComparison = Pick<
  TableComparisonEntity,
  'id' | 'migration' | 'table' | 'runId' | 'trigger' | 'state' | 'startedAt'
>;

/** A differing row as it is kept. */
export interface StoredDifference {
  /** Counted from 0 in its table. */
  number: number;
  chunkIndex: number;
  difference: RowDifference;
  /** See RowRepair; all null where values are not to be kept. */
  repair: { removal: string | null; sql: string | null };
}

/** A comparison that was begun longer ago is not gone on with: its first chunks would prove nothing of today. */
export const longestOpenMs = 3 * 24 * 3_600_000;

/** SQLite binds at most 32,766 values in a statement. */
const portion = 500;

/**
 * Chunks, differing rows and plans of verification runs on disk. Saving never rejects for a store out of order (see
 * VerdictStore); reading rejects with StoreFault. Chunks are values of the caller's own, kept as JSON.
 */
@Injectable()
export class VerificationStore {
  constructor(private readonly store: StoreConnection) {}

  /** Keeps which tables a run is about, until it has ended. */
  async savePlan(run: Pick<ChecksumRun, 'id' | 'migration'>, tables: readonly string[]): Promise<void> {
    const plan = { runId: run.id, migration: run.migration, body: JSON.stringify(tables) };
    await this.store.keep(`plan ${run.id}`, (manager) => manager.upsert(RunPlanEntity, plan, ['runId']));
  }

  /** null: the run has ended, or it was never planned. */
  async findPlan(runId: string): Promise<string[] | null> {
    const plan = await this.store.read((manager) => manager.findOneBy(RunPlanEntity, { runId }));
    return plan && (JSON.parse(plan.body) as string[]);
  }

  /** Forgets the plan of a run that has ended and, unless they are to be gone on with, the comparisons it left open. */
  async endRun(runId: string, keepsOpen: boolean): Promise<void> {
    await this.store.keep(`plan ${runId}`, async (manager) => {
      await manager.delete(RunPlanEntity, { runId });
      if (!keepsOpen) await deleteComparisons(manager, { runId, state: 'open' });
    });
  }

  /** Comparisons that have no result yet, newest first. One question for a whole run, which may have thousands of tables. */
  findOpen(migration: string): Promise<TableComparison[]> {
    return this.store.read((manager) =>
      manager.find(TableComparisonEntity, {
        where: { migration, state: 'open' },
        order: { startedAt: 'DESC' },
      }),
    );
  }

  /** The comparison that the last result of a table came of; null when there is none. */
  findDone(migration: string, table: string): Promise<TableComparison | null> {
    return this.store.read((manager) => manager.findOneBy(TableComparisonEntity, { migration, table, state: 'done' }));
  }

  /** Inserts or replaces by id. */
  async saveComparison({ id, migration, table, runId, trigger, state, startedAt }: TableComparison): Promise<void> {
    const row = { id, migration, table, runId, trigger, state, startedAt };
    await this.store.keep(`comparison ${id}`, (manager) => manager.upsert(TableComparisonEntity, row, ['id']));
  }

  /** The comparison has led to a result: it replaces what was kept of its table. */
  async finish(comparison: TableComparison): Promise<void> {
    const { id, migration, table } = comparison;
    await this.store.keep(`comparison ${id}`, async (manager) => {
      await manager.upsert(TableComparisonEntity, { ...comparison, state: 'done' }, ['id']);
      await deleteComparisons(manager, { migration, table, id: Not(id) });
    });
  }

  /** Deletes a comparison with its chunks and rows. */
  async drop(id: string): Promise<void> {
    await this.store.keep(`comparison ${id}`, (manager) => deleteByIds(manager, [id]));
  }

  async saveChunk(comparisonId: string, index: number, chunk: object): Promise<void> {
    const row = { comparisonId, index, body: JSON.stringify(chunk) };
    await this.store.keep(`chunk ${comparisonId} ${index}`, (manager) =>
      manager.upsert(TableChunkEntity, row, ['comparisonId', 'index']),
    );
  }

  async addDifferences(comparisonId: string, found: readonly StoredDifference[]): Promise<void> {
    const [first] = found;
    if (first === undefined) return;
    const rows = found.map(({ number, chunkIndex, difference, repair }) => ({
      ...{ comparisonId, number, chunkIndex, kind: difference.kind, body: JSON.stringify(difference) },
      ...{ removalSql: repair.removal, repairSql: repair.sql },
    }));
    await this.store.keep(`differences ${comparisonId} ${first.number}`, async (manager) => {
      for (let start = 0; start < rows.length; start += portion)
        await manager.upsert(RowDifferenceEntity, rows.slice(start, start + portion), ['comparisonId', 'number']);
    });
  }

  /** Keeps these chunks, renumbered from 0, and the rows found in the first `chunks.length` of them; nothing else. */
  async rewind(
    comparisonId: string,
    chunks: readonly object[],
    differences: readonly StoredDifference[],
  ): Promise<void> {
    await this.store.keep(`rewind ${comparisonId}`, async (manager) => {
      for (const entity of [TableChunkEntity, RowDifferenceEntity]) await manager.delete(entity, { comparisonId });
      const chunkRows = chunks.map((chunk, index) => ({ comparisonId, index, body: JSON.stringify(chunk) }));
      for (let start = 0; start < chunkRows.length; start += portion)
        await manager.insert(TableChunkEntity, chunkRows.slice(start, start + portion));
    });
    await this.addDifferences(comparisonId, differences);
  }

  /** In order; `after` is the index of the last one of the page before. */
  async loadChunks<Chunk extends object>(comparisonId: string, after = -1, limit?: number): Promise<Chunk[]> {
    const found = await this.store.read((manager) =>
      manager.find(TableChunkEntity, {
        where: { comparisonId, index: MoreThan(after) },
        order: { index: 'ASC' },
        ...(limit === undefined ? {} : { take: limit }),
      }),
    );
    return found.map(({ body }) => JSON.parse(body) as Chunk);
  }

  /** In order; `after` is the number of the last one of the page before. Of one kind, where it is given. */
  async loadDifferences(
    comparisonId: string,
    after: number,
    limit: number,
    kind?: RowDifferenceKind,
  ): Promise<StoredDifference[]> {
    const where: FindOptionsWhere<RowDifferenceEntity> = { comparisonId, number: MoreThan(after) };
    const found = await this.store.read((manager) =>
      manager.find(RowDifferenceEntity, {
        where: kind === undefined ? where : { ...where, kind },
        order: { number: 'ASC' },
        take: limit,
      }),
    );
    return found.map(({ number, chunkIndex, body, removalSql, repairSql }) => ({
      ...{ number, chunkIndex, difference: JSON.parse(body) as RowDifference },
      repair: { removal: removalSql, sql: repairSql },
    }));
  }

  countDifferences(comparisonId: string): Promise<number> {
    return this.store.read((manager) => manager.countBy(RowDifferenceEntity, { comparisonId }));
  }

  /** Forgets tables that are no longer watched. */
  async keepOnly(migration: string, tables: readonly string[]): Promise<void> {
    const kept = new Set(tables);
    await this.store.keep(`forget comparisons ${migration}`, async (manager) => {
      const rows = await manager.find(TableComparisonEntity, {
        select: { id: true, table: true },
        where: { migration },
      });
      const gone = rows.filter(({ table }) => !kept.has(table)).map(({ id }) => id);
      await deleteByIds(manager, gone);
    });
  }

  /** Deletes comparisons that were begun before the instant and never led to a result; returns how many. */
  pruneOpen(beforeIso: string): Promise<number> {
    return this.store.write((manager) => deleteComparisons(manager, { state: 'open', startedAt: LessThan(beforeIso) }));
  }
}

async function deleteComparisons(
  manager: EntityManager,
  where: FindOptionsWhere<TableComparisonEntity>,
): Promise<number> {
  const found = await manager.find(TableComparisonEntity, { select: { id: true }, where });
  return deleteByIds(
    manager,
    found.map(({ id }) => id),
  );
}

async function deleteByIds(manager: EntityManager, ids: readonly string[]): Promise<number> {
  for (let start = 0; start < ids.length; start += portion) {
    const some = ids.slice(start, start + portion);
    for (const entity of [TableChunkEntity, RowDifferenceEntity])
      await manager.delete(entity, { comparisonId: In(some) });
    await manager.delete(TableComparisonEntity, { id: In(some) });
  }
  return ids.length;
}
