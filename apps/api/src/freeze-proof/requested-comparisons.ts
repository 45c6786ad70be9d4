import { Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { filter, firstValueFrom } from 'rxjs';
import { ChecksumService } from '../checksum/checksum.service.js';
import { TablesService } from '../tables/tables.service.js';
import type { TableComparisons } from './lights/hot-tables.light.js';

/** The tables of a proof, compared by a run on request of the one runner. */
@Injectable()
export class RequestedComparisons implements TableComparisons {
  constructor(
    private readonly checksums: ChecksumService,
    private readonly tables: TablesService,
  ) {}

  async compare(
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

  watched(migration: string): readonly string[] {
    return (this.tables.snapshot(migration)?.tables ?? []).map(({ id }) => id);
  }

  tookMs(migration: string): ReadonlyMap<string, number> {
    return new Map(this.checksums.snapshot(migration).map(({ table, durationMs }) => [table, durationMs]));
  }
}
