import { messageOf } from '../../failures/message-of.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { readSummaries, type BackupSummary, type CatalogueEntry, type CatalogueMemory } from './read-catalogue.js';

type Entries = readonly CatalogueEntry<BackupSummary>[];

/** What is known of a storage: `entries` are of `readAt`, and `failure` says why nothing is known since. */
export interface StorageView {
  storage: BackupStorage;
  readAt: string | null;
  failure: string | null;
  entries: Entries;
}

/** A storage that has not answered for so long does not work: a mount whose server is gone never does. */
const longestMs = 10 * 60_000;

/** One storage that is read again and again, one time after the other. */
export class WatchedStorage {
  view: StorageView;
  private readonly memory: CatalogueMemory = new Map();
  /** The reading under way, also one that was given up and may never end. */
  private reading: Promise<Entries> | null = null;

  constructor(
    storage: BackupStorage,
    private readonly nowIso: () => string,
    private readonly withinMs = longestMs,
  ) {
    this.view = { storage, readAt: null, failure: null, entries: [] };
  }

  /** Reads it, or waits for the reading under way. Rejects where it cannot be read; the view says so, too. */
  async look(): Promise<Entries> {
    this.reading ??= readSummaries(this.view.storage, this.memory).finally(() => (this.reading = null));
    try {
      const entries = await this.within(this.reading);
      this.view = { storage: this.view.storage, readAt: this.nowIso(), failure: null, entries };
      return entries;
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

  private async within(reading: Promise<Entries>): Promise<Entries> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const words = `Storage ${this.view.storage.name} has not answered for ${this.withinMs / 60_000} minutes: look at its mount or its network.`;
      timer = setTimeout(() => reject(new Error(words)), this.withinMs);
      timer.unref();
    });
    try {
      return await Promise.race([reading, tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }
}
