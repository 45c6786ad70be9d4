import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subject } from 'rxjs';
import { backupsSchema } from '../../config/backups.schema.js';
import { CONFIG_SOURCE, type ConfigSource } from '../../config/config-source.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { BackupConfigurationStore, type StoredConfiguration } from '../store/backup-configuration.store.js';
import { digestOf } from './canonical-json.js';
import type { DueSince } from './due-since.js';
import { sealKeyOf } from './read-document.js';
import { masked, type Document } from './secret-places.js';
import { readStored } from './stored-document.js';

type BackupsConfig = CutoverConfig['backups'];

/** Another process may change the configuration: it is looked for so often. */
const everyMs = 3_000;

/** What counts now, and where it comes from. */
export interface SettingsState {
  /** 0: it was never changed while Cutover ran. */
  revision: number;
  origin: 'file' | 'store';
  changedAt: string | null;
  changedBy: string | null;
  /** As it is written; from the store with its secrets sealed. */
  document: Document;
  /** Whose variables and files may stay when it is changed: see `readStored`. */
  trusted: Document;
  /** What goes by it. Of one that cannot be used: the last that could. */
  config: BackupsConfig;
  dueSince: DueSince;
  /** Why the document cannot be used, a line each. */
  faults: readonly string[];
  seedDigest: string;
}

/** The configuration of backups as it is now: from the store once it was changed there, else from the file. Whoever needs it asks each time. */
@Injectable()
export class BackupSettings implements OnModuleInit, BeforeApplicationShutdown {
  /** After each change. */
  readonly changes = new Subject<void>();
  /** The key of the secrets in the store; null: none is configured. */
  readonly sealKey: Buffer | null;
  private readonly logger = new Logger('Backups');
  private known: SettingsState | null = null;
  /** Why the store did not tell; null: it did. */
  private storeFailure: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private reading: Promise<void> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    @Inject(CONFIG_SOURCE) private readonly source: ConfigSource,
    private readonly store: BackupConfigurationStore,
  ) {
    this.sealKey = sealKeyOf(config, source);
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.reading;
  }

  /** What backups are made by. Without servers while it is not known: then none is begun, and none deleted. */
  current(): BackupsConfig {
    return this.known?.config ?? nothing;
  }

  /** Since when what is configured is due at the times it has. */
  dueSince(): DueSince {
    return this.known?.dueSince ?? {};
  }

  /** null: the store has not told yet, and the file may not count any more. */
  state(): SettingsState | null {
    return this.known;
  }

  /** What somebody should know of it, in sentences. */
  notices(): string[] {
    return [...this.problems(), ...(this.hasDrifted() ? [driftNotice] : [])];
  }

  /** Why the configuration that should count does not. */
  problems(): string[] {
    const { known, storeFailure } = this;
    if (known === null) return [`The configuration of backups is not known. ${storeFailure ?? ''}`.trim()];
    return [
      ...(storeFailure === null
        ? []
        : [`Cutover goes on with the last configuration that it has read. ${storeFailure}`]),
      ...known.faults.map((fault) => `The configuration in the store cannot be used: ${fault}`),
    ];
  }

  /** Reads it now, after whatever is being read. Never rejects. */
  refresh(): Promise<void> {
    this.reading = (this.reading ?? Promise.resolve()).then(() => this.read());
    return this.reading;
  }

  private async read(): Promise<void> {
    let kept: StoredConfiguration | null;
    try {
      kept = await this.store.latest();
    } catch (error) {
      const failure = messageOf(error);
      if (failure !== this.storeFailure) this.logger.error(`The configuration of backups was not read: ${failure}`);
      this.storeFailure = failure;
      return;
    }
    this.storeFailure = null;
    const { known } = this;
    const isSame = known !== null && known.revision === (kept?.revision ?? 0);
    // One that cannot be used is tried again: what it lacks, as a file, may be there by now.
    if (isSame && known.faults.length === 0) return;
    const next = this.stateOf(kept);
    if (isSame && String(next.faults) === String(known.faults)) return;
    const isFirst = known === null;
    this.known = next;
    for (const fault of this.known.faults) this.logger.error(`The configuration in the store cannot be used: ${fault}`);
    if (isFirst && this.hasDrifted()) this.logger.warn(driftNotice);
    if (!isFirst) this.logger.log(`Revision ${this.known.revision} of the configuration counts from now on`);
    this.changes.next();
  }

  private stateOf(kept: StoredConfiguration | null): SettingsState {
    const { revision = 0, changedAt = null, changedBy = null } = kept ?? {};
    const seedDigest = kept?.seedDigest ?? digestOf(masked(this.source.backups));
    const dueSince = dueSinceIn(kept?.dueSince ?? '{}');
    const shared = { revision, changedAt, changedBy, seedDigest, dueSince, faults: [] };
    if (kept === null || kept.document === null) return this.ofFile(shared);
    const { document, trusted, backups, faults } = readStored(kept.document, this.sealKey, this.source);
    return { ...shared, origin: 'store', document, trusted, faults, config: backups ?? this.current() };
  }

  private ofFile(shared: Omit<SettingsState, 'origin' | 'document' | 'trusted' | 'config'>): SettingsState {
    const { backups } = this.source;
    return { ...shared, origin: 'file', document: backups, trusted: backups, config: this.config.backups };
  }

  /** Whether the file says something else than when the store took over from it. One without backups says nothing. */
  private hasDrifted(): boolean {
    const { backups } = this.source;
    if (this.known?.origin !== 'store' || Object.keys(backups).length === 0) return false;
    return digestOf(masked(backups)) !== this.known.seedDigest;
  }
}

/** Pure: what cannot be read promises nothing. */
function dueSinceIn(text: string): DueSince {
  try {
    return JSON.parse(text) as DueSince;
  } catch {
    return {};
  }
}

const nothing: BackupsConfig = backupsSchema.parse({});

const driftNotice =
  'backups: in the configuration file was changed after the configuration in the store took its place: what it says now does not count. Change it on the page of the configuration of backups, or go back to the file there.';
