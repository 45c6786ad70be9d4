import { Injectable, Logger } from '@nestjs/common';
import type { Alert } from '@cutover/contracts';
import { AlertStore } from './store/alert.store.js';
import { WriteQueue } from '../store/write-queue.js';

/** More than this many unsaved changes are not kept: the store has then been out of order for very long. */
const unsavedLimit = 2000;

/** So many changes share a transaction at most: a disk is waited for once for all of them, and not for long. */
const mostTogether = 50;

/** Writes alerts to the store in order; what the store refuses is kept and tried again, so that judging never stops. */
@Injectable()
export class AlertJournal {
  private readonly logger = new Logger('Alerts');
  private readonly queue = new WriteQueue();
  /** Latest unsaved form by id; null: to be removed. */
  private readonly unsaved = new Map<string, Alert | null>();

  constructor(private readonly store: AlertStore) {}

  /** Saves, or keeps for later. Never rejects. */
  save(alert: Alert): Promise<void> {
    return this.write(alert.id, alert);
  }

  /** Forgets an alert that never fired. Never rejects. */
  remove(id: string): Promise<void> {
    return this.write(id, null);
  }

  /** Saves now or rejects with StoreFault: for what a person asked for and must know to be kept. */
  saveNow(alert: Alert): Promise<void> {
    return this.queue.run(async () => {
      await this.store.save(alert);
      this.unsaved.delete(alert.id);
    });
  }

  /** Tries again what the store refused. Never rejects. */
  retry(): Promise<void> {
    return this.queue.run(() => this.writeUnsaved());
  }

  private write(id: string, alert: Alert | null): Promise<void> {
    // Noted at once, so that changes of many migrations that come together are written together.
    this.unsaved.delete(id);
    this.unsaved.set(id, alert);
    return this.queue.run(() => this.writeUnsaved());
  }

  private async writeUnsaved(): Promise<void> {
    for (let left = this.unsaved.size; left > 0; left -= mostTogether) {
      const some = [...this.unsaved].slice(0, mostTogether);
      try {
        await this.store.saveAll(some);
        // One that changed meanwhile has a newer form, which is still to be written.
        for (const [id, alert] of some) if (this.unsaved.get(id) === alert) this.unsaved.delete(id);
      } catch {
        // The store has logged why, and StoreHealth shows it.
        break;
      }
    }
    while (this.unsaved.size > unsavedLimit) {
      const [oldest] = this.unsaved.keys();
      if (oldest === undefined) break;
      this.unsaved.delete(oldest);
      this.logger.error(`The change of alert ${oldest} was lost: the store has been out of order for too long`);
    }
  }
}
