import { Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { Clock } from '../platform/clock.js';
import { LoadGate } from '../proof/load-gate.js';

/** A count that takes longer is not worth its price where a verification has just read every row. */
const costlyMs = 2_000;

/** What counting costs: it counts toward the share of the time, and tables that are costly to count are known. */
@Injectable()
export class CountedLoad {
  /** `migration/db.table`. */
  private readonly costly = new Set<string>();

  constructor(
    private readonly load: LoadGate,
    private readonly clock: Clock,
  ) {}

  /** Reads one side of a table. Rejects as `read`. */
  async read<Reading>(
    migration: string,
    role: Role,
    table: { id: string },
    read: () => Promise<Reading>,
  ): Promise<Reading> {
    const startedMs = this.clock.monotonicMs();
    try {
      return await read();
    } finally {
      const tookMs = this.clock.monotonicMs() - startedMs;
      if (tookMs > costlyMs) this.costly.add(`${migration}/${table.id}`);
      // The share of the time is that of the source.
      if (role === 'source') this.load.note(migration, tookMs);
    }
  }

  /** Whether counting the table took long, on either side, since Cutover was started. */
  isCostly(migration: string, table: { id: string }): boolean {
    return this.costly.has(`${migration}/${table.id}`);
  }
}
