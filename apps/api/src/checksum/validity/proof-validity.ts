import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { isDefinedOtherwise, type ChecksumResult } from '@cutover/contracts';
import { merge, type Subscription } from 'rxjs';
import { PairHistoryService } from '../../pair-history/pair-history.service.js';
import { Clock } from '../../platform/clock.js';
import { TablesService } from '../../tables/tables.service.js';
import { LastResults } from '../results/last-results.js';
import { definitionMark, tableOf } from './definition-mark.js';
import { provedDifference, voidProof } from './void-proof.js';

/** What a proof is made on. */
export type ProofBasis = NonNullable<ChecksumResult['basis']>;

/** Makes proofs void when the pair, or the table, is no longer what they were made on. */
@Injectable()
export class ProofValidity implements OnModuleDestroy {
  private readonly logger = new Logger(ProofValidity.name);
  private readonly subscription: Subscription;

  constructor(
    private readonly results: LastResults,
    private readonly history: PairHistoryService,
    private readonly tables: TablesService,
    private readonly clock: Clock,
  ) {
    const changes = merge(tables.discoveries, results.loads);
    this.subscription = changes.subscribe((migration) => this.revise(migration));
    this.subscription.add(history.changes.subscribe(({ migration }) => this.revise(migration)));
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
  }

  /** What a comparison that begins now is made on; undefined: it cannot be known, and its proof will count for nothing. */
  async basisOf(migration: string, table: string, signal: AbortSignal): Promise<ProofBasis | undefined> {
    if (this.history.era(migration) === null) await this.history.measure(migration, signal);
    const era = this.history.era(migration);
    const definition = this.definitionOf(migration, table);
    return era === null || definition === null ? undefined : { era, definition };
  }

  /** The result, made void where something happened since it was begun. */
  judged(migration: string, whole: ChecksumResult): ChecksumResult {
    const result = this.withoutForeignDefinition(migration, whole);
    const isDifference = provedDifference(result);
    if (isDifference === null) return result;
    const happened = this.history.breakSince(migration, result.basis?.era, isDifference);
    if (happened !== null) return voidProof(result, { ...happened, at: happened.at || this.clock.nowIso() });
    const definition = this.definitionOf(migration, result.table);
    // Who makes a table equal by DDL has it compared again; until then the proved difference stands.
    if (isDifference || definition === null || result.basis === undefined || result.basis.definition === definition)
      return result;
    return voidProof(result, { reason: ddl, at: this.clock.nowIso() });
  }

  /** A definition that differs is a difference of its own: only other servers make it void, whatever is true of the rows. */
  private withoutForeignDefinition(migration: string, result: ChecksumResult): ChecksumResult {
    if (!isDefinedOtherwise(result)) return result;
    if (this.history.breakSince(migration, result.basis?.era, true) === null) return result;
    const { definitionDifferences: _, ...rest } = result;
    return rest;
  }

  private definitionOf(migration: string, table: string): string | null {
    const catalog = this.tables.snapshot(migration);
    const found = catalog === null ? undefined : tableOf(catalog.tables, table);
    return found === undefined ? null : definitionMark(found);
  }

  private revise(migration: string): void {
    this.results
      .revise(migration, (result) => this.judged(migration, result))
      .catch((error: unknown) => this.logger.error({ err: error, migration }, 'Void proofs could not be stored'));
  }
}

const ddl =
  'the definition of the table was changed since (DDL), its files were replaced, another part of it is replicated now, or it was copied or joined anew';
