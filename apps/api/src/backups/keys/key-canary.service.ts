import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { messageOf } from '../../failures/message-of.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { tryKeys, type KeyTrial } from './try-keys.js';

/** Keys are tried at the start, and so often. */
const everyMs = 24 * 3_600_000;
/** The same, where not every storage could be read: of its backups the recipients are not known. */
const againMs = 5 * 60_000;

/**
 * What the last trial of keys has found; `failure`: why it found nothing out. null: there was none yet. `isWhole`: every storage was read, so
 * that no recipient is unknown; before that no key is called useless.
 */
export type KnownKeys = { trial: KeyTrial; isWhole: boolean } | { failure: string } | null;

/** Tries once a day whether the secret keys of `restoreTest.ageIdentityFiles` still open what is encrypted: a key that is lost is not missed before. */
@Injectable()
export class KeyCanaryService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private changed: Subscription | null = null;
  private trying: Promise<void> | null = null;
  private known: KnownKeys = null;
  private triedAtMs = 0;

  constructor(
    private readonly settings: BackupSettings,
    private readonly catalogue: BackupCatalogueService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tryIfDue(), againMs);
    this.timer.unref();
    // Other keys may be named then; a trial that is under way does not know of them.
    this.changed = this.settings.changes.subscribe(() => void Promise.resolve(this.trying).then(() => this.try()));
    void this.try();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.changed?.unsubscribe();
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.trying;
  }

  latest(): KnownKeys {
    return this.known;
  }

  /** Tries now. Never rejects. */
  try(): Promise<void> {
    this.trying ??= this.tryOnce()
      .then(
        (known) => void (this.known = known),
        (error: unknown) => void (this.known = { failure: messageOf(error) }),
      )
      .finally(() => {
        this.trying = null;
        this.triedAtMs = performance.now();
      });
    return this.trying;
  }

  private tryIfDue(): void {
    const isPartial = this.known !== null && 'trial' in this.known && !this.known.isWhole;
    if (isPartial || performance.now() - this.triedAtMs >= everyMs) void this.try();
  }

  /** Older backups may have other recipients, whose keys are needed as well. */
  private async tryOnce(): Promise<KnownKeys> {
    const { ageRecipients, restoreTest } = this.settings.current();
    const views = await this.catalogue.views();
    const ofBackups = views.flatMap(({ entries }) =>
      entries.flatMap((entry) => ('manifest' in entry ? (entry.manifest.encryption?.recipients ?? []) : [])),
    );
    const trial = await tryKeys([...ageRecipients, ...ofBackups], restoreTest.ageIdentityFiles, this.stopping.signal);
    const isWhole = views.every(({ readAt, failure }) => readAt !== null && failure === null);
    return { trial: isWhole ? trial : { ...trial, useless: [] }, isWhole };
  }
}
