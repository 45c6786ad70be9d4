import type { ConnectionsService } from '../../connections/connections.service.js';
import type { Clock } from '../../platform/clock.js';
import type { MatchMemory } from './match-memory.js';
import { PairHolder, type PairOpener } from './pair-holder.js';

/** Connections that nobody has used for this long are closed. */
const idleMs = 1_000;

interface Idle {
  holder: PairHolder;
  timer: NodeJS.Timeout;
}

/**
 * Keeps the connections of a run open from one table to the next: otherwise a run of five hundred small tables would
 * open a thousand. Snapshots are not kept, because each table must be read as it is when its comparison begins.
 */
export class PairPool {
  private readonly idle = new Map<string, Idle[]>();
  private isClosed = false;

  constructor(
    private readonly openerOf: (migration: string) => PairOpener,
    private readonly connections: ConnectionsService,
    private readonly memoryOf: (migration: string) => MatchMemory,
    private readonly clock: Clock,
  ) {}

  /** Lends a holder while `work` runs. */
  async lend<T>(migration: string, work: (holder: PairHolder) => Promise<T>): Promise<T> {
    const holder = this.take(migration);
    try {
      return await work(holder);
    } finally {
      await this.giveBack(migration, holder);
    }
  }

  /** Closes all idle connections. */
  async close(): Promise<void> {
    this.isClosed = true;
    const all = [...this.idle.values()].flat();
    this.idle.clear();
    for (const { timer } of all) clearTimeout(timer);
    await Promise.all(all.map(({ holder }) => holder.close()));
  }

  private take(migration: string): PairHolder {
    const found = this.idle.get(migration)?.pop();
    if (found === undefined)
      return new PairHolder(
        this.openerOf(migration),
        this.connections.get(migration, 'source'),
        this.connections.get(migration, 'target'),
        this.memoryOf(migration),
        this.clock,
      );
    clearTimeout(found.timer);
    return found.holder;
  }

  private async giveBack(migration: string, holder: PairHolder): Promise<void> {
    if (this.isClosed) return holder.close();
    await holder.release();
    const list = this.idle.get(migration) ?? [];
    this.idle.set(migration, list);
    const entry: Idle = { holder, timer: setTimeout(() => this.drop(list, entry), idleMs) };
    entry.timer.unref();
    list.push(entry);
  }

  private drop(list: Idle[], entry: Idle): void {
    list.splice(list.indexOf(entry), 1);
    void entry.holder.close();
  }
}
