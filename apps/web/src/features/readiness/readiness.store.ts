import type { GiveWaiver, Readiness, VerdictEntry, VerdictTimeline, Waiver } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, migrationPath, rest } from '../../live/rest.js';

/** What each migration is ready for, as last heard. */
export const useReadinessStore = defineStore('readiness', () => {
  const byMigration = shallowRef<ReadonlyMap<string, Readiness>>(new Map());
  /** Entries of the history older than those that come with every update, by migration. */
  const older = shallowRef<ReadonlyMap<string, { entries: VerdictEntry[]; nextCursor: string | null }>>(new Map());
  const isAsking = ref(false);
  const notices = useNoticesStore();

  function receive(readiness: Readiness): void {
    byMigration.value = new Map(byMigration.value).set(readiness.migration, readiness);
  }

  /** Asks over REST for one migration. */
  async function load(migration: string): Promise<void> {
    receive(await rest<Readiness>('GET', migrationPath(migration, '/readiness')));
  }

  /** Asks anew for all that are known: where no socket tells of changes. */
  async function reload(): Promise<void> {
    await Promise.all([...byMigration.value.keys()].map((migration) => load(migration)));
  }

  /** true: it was done. Otherwise a notice says why not. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    isAsking.value = true;
    try {
      await work();
      return true;
    } catch (error) {
      notices.show('critical', faultText(error));
      return false;
    } finally {
      isAsking.value = false;
    }
  }

  function giveWaiver(migration: string, body: GiveWaiver): Promise<boolean> {
    return attempt(async () => {
      const waiver = await rest<Waiver>('POST', migrationPath(migration, '/readiness/waivers'), body);
      notices.show('good', `Waived ${waiver.check}, by ${waiver.by}`);
      await load(migration);
    });
  }

  function revokeWaiver(waiver: Waiver, operator: string): Promise<boolean> {
    return attempt(async () => {
      const query = operator === '' ? '' : `?${new URLSearchParams({ operator })}`;
      const path = `/readiness/waivers/${encodeURIComponent(waiver.id)}${query}`;
      await rest<Waiver>('DELETE', migrationPath(waiver.migration, path));
      notices.show('good', `Revoked: ${waiver.check} counts again`);
      await load(waiver.migration);
    });
  }

  /** The next page of the history. */
  function loadOlder(migration: string): Promise<boolean> {
    return attempt(async () => {
      const known = older.value.get(migration);
      const query = new URLSearchParams({ limit: '20', ...(known?.nextCursor ? { cursor: known.nextCursor } : {}) });
      const page = await rest<VerdictTimeline>('GET', migrationPath(migration, `/readiness/timeline?${query}`));
      const entries = [...(known?.entries ?? []), ...page.entries];
      older.value = new Map(older.value).set(migration, { entries, nextCursor: page.nextCursor });
    });
  }

  return { byMigration, older, isAsking, receive, load, reload, giveWaiver, revokeWaiver, loadOlder };
});

/** The history as far as it is known: the newest entries, then those that were asked for; each once, newest first. */
export function knownTimeline(newest: readonly VerdictEntry[], older: readonly VerdictEntry[]): VerdictEntry[] {
  const byId = new Map([...older, ...newest].map((entry) => [entry.id, entry]));
  return [...byId.values()].sort((a, b) => Number(b.id) - Number(a.id));
}
