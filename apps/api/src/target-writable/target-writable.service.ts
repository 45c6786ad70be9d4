import { Inject, Injectable } from '@nestjs/common';
import type { TargetWritable } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import { LastMeasured } from '../evidence/last-measured.js';
import { Clock } from '../platform/clock.js';
import { targetWritableDialects } from './dialects/registry.js';
import type { ToldWritable } from './target-writable-dialect.js';
import { unknownWritable } from './unknown-writable.js';

/** Small tables of the server's own, answered from memory; a server that needs longer has other worries. */
const longestMs = 5_000;

/** Measures who may write to each target beside replication. */
@Injectable()
export class TargetWritableService {
  private readonly last = new LastMeasured<TargetWritable>();
  private readonly unseen = new Map<string, string>();
  readonly changes = this.last.changes;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** One measurement; never rejects for a server that cannot be read: it is unknown then, with the reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const told = await this.ask(migration, signal);
    // A statement that was cancelled tells nothing about the server.
    if (signal.aborted) return;
    const now = this.clock.nowIso();
    // First: whoever hears of the measurement must find it.
    if (maySlipIn(told)) this.unseen.set(migration, now);
    this.last.set(migration, { ...told, measuredAt: now });
  }

  /** The last measurement; null before the first. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): TargetWritable | null {
    findMigration(this.config, migration);
    return this.last.get(migration);
  }

  /**
   * When accounts were last seen able to write to the target with nothing to show it, as UTC ISO text; null: not since the start
   * of this process. What was proved equal before that may differ.
   */
  unseenWritesUntil(migration: string): string | null {
    return this.unseen.get(migration) ?? null;
  }

  private async ask(migration: string, signal: AbortSignal): Promise<ToldWritable> {
    const target = this.connections.get(migration, 'target');
    const watched = rightsNeedsOf(findMigration(this.config, migration), 'target');
    try {
      return await targetWritableDialects[target.engine].read(target, watched, { timeoutMs: longestMs, signal });
    } catch (error) {
      return unknownWritable(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Pure: whether an account may write to the target, and nothing would show it. */
export function maySlipIn({ guard, isLogged, writers }: ToldWritable): boolean {
  return guard === 'none' && isLogged === false && writers?.total !== 0;
}
