import { messageOf } from '../../failures/message-of.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { readSummaries, type BackupSummary, type CatalogueEntry, type CatalogueMemory } from './read-catalogue.js';

type Entries = readonly CatalogueEntry<BackupSummary>[];

/** What is known of a storage: `entries` are of `readAt`, when reading began, and `failure` says why nothing is known since. */
export interface StorageView {
  storage: BackupStorage;
  readAt: string | null;
  failure: string | null;
  entries: Entries;
}

/** One reading may take so long. Each call of it is bounded as well (`storages/bounded-calls.ts`, `s3/s3-settings.ts`); thousands add up. */
const longestMs = 10 * 60_000;

/** One storage that is read again and again, one time after the other. */
export class WatchedStorage {
  view: StorageView;
  private readonly memory: CatalogueMemory = new Map();
  /** Why the reading under way was given up; it may never end. Until it does nobody waits for it again. */
  private givenUp: Error | null = null;
  /** The reading under way, also one that was given up. */
  private reading: Promise<{ readAt: string; entries: Entries }> | null = null;

  constructor(
    storage: BackupStorage,
    private readonly nowIso: () => string,
    private readonly withinMs = longestMs,
  ) {
    this.view = { storage, readAt: null, failure: null, entries: [] };
  }

  /** Reads it, or waits for the reading under way. Rejects where it cannot be read; the view says so, too. */
  async look(): Promise<Entries> {
    if (this.givenUp !== null) throw this.givenUp;
    this.reading ??= this.read().finally(() => (this.reading = this.givenUp = null));
    try {
      const read = await this.within(this.reading);
      this.view = { storage: this.view.storage, failure: null, ...read };
      return read.entries;
    } catch (error) {
      this.view = { ...this.view, failure: messageOf(error) };
      throw error;
    }
  }

  /** What lies there now: of a reading that begins after the call. Rejects where it cannot be read. */
  async readAnew(): Promise<Entries> {
    if (this.reading !== null) await this.look().catch(() => undefined);
    return this.look();
  }

  private async read(): Promise<{ readAt: string; entries: Entries }> {
    const readAt = this.nowIso();
    return { readAt, entries: await readSummaries(this.view.storage, this.memory) };
  }

  private async within<T>(reading: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const words = `Storage ${this.view.storage.name} could not be read in ${this.withinMs / 60_000} minutes: look at its mount or its network.`;
      timer = setTimeout(() => reject((this.givenUp = new Error(words))), this.withinMs);
      timer.unref();
    });
    try {
      return await Promise.race([reading, tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }
}
