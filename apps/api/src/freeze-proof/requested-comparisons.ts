import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { Turns, within } from '@cutover/databases';
import { filter, firstValueFrom } from 'rxjs';
import { ChecksumService } from '../checksum/checksum.service.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { OperationalError } from '../failures/failures.js';
import { TablesService } from '../tables/tables.service.js';
import type { TableComparisons } from './lights/hot-tables.light.js';

/**
 * Databases of one migration that are compared at a time by proofs begun together. Each takes three connections, or more with
 * `verification.workers`, and all of them share few: twenty at once would each hold some and wait in vain for the rest.
 */
const comparedAtOnce = 3;

/** The tables of a proof, compared by a run on request of the one runner. */
@Injectable()
export class RequestedComparisons implements TableComparisons {
  /** By migration of several databases. */
  private readonly turns = new Map<string, Turns>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly checksums: ChecksumService,
    private readonly tables: TablesService,
  ) {}

  async compare(
    migration: string,
    tables: readonly string[],
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ): Promise<ChecksumRun> {
    const beganMs = performance.now();
    const endTurn = await this.turnOf(migration, timeoutMs);
    try {
      signal.throwIfAborted();
      const leftMs = timeoutMs - (performance.now() - beganMs);
      return await this.run(migration, tables, { timeoutMs: leftMs, signal });
    } finally {
      endTurn();
    }
  }

  watched(migration: string): readonly string[] {
    return (this.tables.snapshot(migration)?.tables ?? []).map(({ id }) => id);
  }

  tookMs(migration: string): ReadonlyMap<string, number> {
    return new Map(this.checksums.snapshot(migration).map(({ table, durationMs }) => [table, durationMs]));
  }

  private async run(
    migration: string,
    tables: readonly string[],
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ): Promise<ChecksumRun> {
    const run = await this.checksums.start(migration, { tables: [...tables] });
    const ended = firstValueFrom(
      this.checksums.progress.pipe(filter(({ id, state }) => id === run.id && state !== 'running')),
    );
    const cancel = (): void => void this.checksums.cancel(migration, run.id).catch(() => undefined);
    const timer = setTimeout(cancel, timeoutMs);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      const now = await this.checksums.run(migration, run.id);
      const last = now.state === 'running' ? await ended : now;
      signal.throwIfAborted();
      return last;
    } finally {
      // Nobody may wait for an end that came before it was asked for.
      ended.catch(() => undefined);
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Resolves with what ends the turn. Rejects with OperationalError where it does not come in time. */
  private async turnOf(migration: string, limitMs: number): Promise<() => void> {
    const { group } = findMigration(this.config, migration);
    if (group === null) return () => undefined;
    const turns = this.turns.get(group.name) ?? new Turns(Math.max(1, Math.floor(comparedAtOnce / this.workers)));
    this.turns.set(group.name, turns);
    const turn = turns.take();
    const endTurn = await within(limitMs, turn);
    if (endTurn !== null) return endTurn;
    void turn.then((late) => late());
    throw new OperationalError(
      'PROOF_LATE',
      'tables of other databases were compared until the freeze budget was used up: raise readiness.freezeBudgetSeconds',
    );
  }

  private get workers(): number {
    return this.config.verification.workers;
  }
}
