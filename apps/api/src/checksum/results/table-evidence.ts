import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { RowDifferencePage, TableChunkPage, TablePageQuery } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { UserError } from '../../failures/failures.js';
import { decodeNumber, encodeNumber } from '../../store/page-cursor.js';
import { VerificationStore } from '../store/verification.store.js';
import { ChecksumService } from '../checksum.service.js';
import { withoutValues } from '../comparison/drill-down/difference-log.js';
import { comparisonDialectOf } from '../dialects/registry.js';
import { repairOrder, type RepairStep } from '../repair/assemble-script.js';
import type { RepairDialect, RepairSubject } from '../repair/repair-dialect.js';
import { shownChunk, type StoredChunk } from './stored-chunk.js';

/** So many rows are read from the store at once for a script, because their statements may be long. */
const scriptPortion = 10;
const notKept = '-- A row is not repaired: its values were not kept when it was compared; verify again';

/** What the last result of a table is based on: its chunks, its rows that differ, and the script that repairs them. */
@Injectable()
export class TableEvidence {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly checksums: ChecksumService,
    private readonly store: VerificationStore,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** A page of chunks. Throws UserError 404 as ChecksumService.result, 400 for a cursor that is not ours; StoreFault. */
  async chunks(
    migration: string,
    database: string,
    table: string,
    { cursor, limit }: TablePageQuery,
  ): Promise<TableChunkPage> {
    const after = startOf(cursor);
    const result = this.checksums.result(migration, database, table);
    const comparison = await this.store.findDone(migration, result.table);
    if (comparison === null) return { table: result.table, chunks: [], nextCursor: null };
    const found = await this.store.loadChunks<StoredChunk>(comparison.id, after, limit + 1);
    const chunks = found.slice(0, limit).map(shownChunk);
    return { table: result.table, chunks, nextCursor: cursorAfter(found, limit, chunks.at(-1)?.index) };
  }

  /** A page of the rows that differ. Throws as `chunks`. */
  async differences(
    migration: string,
    database: string,
    table: string,
    { cursor, limit }: TablePageQuery,
  ): Promise<RowDifferencePage> {
    const after = startOf(cursor);
    const result = this.checksums.result(migration, database, table);
    const { complete } = result.differences;
    const comparison = await this.store.findDone(migration, result.table);
    // The rows that had differed are kept until the whole table is compared, but nobody claims that they still differ.
    if (comparison === null || result.repaired) return { differences: [], total: 0, nextCursor: null, complete };
    const found = await this.store.loadDifferences(comparison.id, after, limit + 1);
    const page = found.slice(0, limit);
    const { showValues } = this.config.verification;
    return {
      differences: page.map(({ difference, number }) => (showValues ? difference : withoutValues(difference, number))),
      total: await this.store.countDifferences(comparison.id),
      nextCursor: cursorAfter(found, limit, page.at(-1)?.number),
      complete,
    };
  }

  /**
   * The repair script, line by line. Throws as `differences`, and UserError 403 VALUES_HIDDEN where values are not
   * shown.
   */
  async repair(migration: string, database: string, table: string): Promise<Readable> {
    const result = this.checksums.result(migration, database, table);
    if (!this.config.verification.showValues)
      throw new UserError(
        403,
        'VALUES_HIDDEN',
        'Repair statements hold the values of rows, and verification.showValues is false',
      );
    const comparison = await this.store.findDone(migration, result.table);
    // The target is read now, because the script will be run on it as it is now.
    const dialect = comparisonDialectOf(this.config, migration).repair;
    const target = await dialect.readTarget(this.connections.get(migration, 'target'), database, table);
    const { position, differences } = result;
    const isComplete = comparison !== null && differences.complete;
    const now = this.clock.nowIso();
    const subject = { database, name: table, target, position, rows: differences, isComplete, now };
    return Readable.from(this.scriptLines(dialect, subject, comparison?.id ?? null));
  }

  private async *scriptLines(
    dialect: RepairDialect,
    subject: RepairSubject,
    comparisonId: string | null,
  ): AsyncGenerator<string> {
    for (const line of dialect.heading(subject)) yield `${line}\n`;
    if (comparisonId === null) yield `${notKept}\n`;
    else for (const step of repairOrder) yield* this.statements(comparisonId, step);
    for (const line of dialect.ending(subject)) yield `${line}\n`;
  }

  private async *statements(comparisonId: string, { kind, part }: RepairStep): AsyncGenerator<string> {
    for (let after = -1; ;) {
      const found = await this.store.loadDifferences(comparisonId, after, scriptPortion, kind);
      for (const { repair } of found) {
        const text = part === 'sql' ? (repair.sql ?? notKept) : repair.removal;
        if (text !== null) yield `${text}\n`;
      }
      const last = found.at(-1);
      if (last === undefined || found.length < scriptPortion) return;
      after = last.number;
    }
  }
}

function startOf(cursor: string | undefined): number {
  return cursor === undefined ? -1 : decodeNumber(cursor);
}

function cursorAfter(found: readonly unknown[], limit: number, last: number | undefined): string | null {
  return found.length > limit && last !== undefined ? encodeNumber(last) : null;
}
