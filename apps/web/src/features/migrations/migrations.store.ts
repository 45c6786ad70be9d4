import type { ConnectionStatus, MigrationDetail, MigrationSummary } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { migrationPath, rest } from '../../live/rest.js';

/** A migration as last heard of, and when that was by this machine's clock. */
export interface HeardMigration {
  detail: MigrationDetail;
  heardAtMs: number;
}

/** Every migration the API watches, by name. */
export const useMigrationsStore = defineStore('migrations', () => {
  const heard = shallowRef<ReadonlyMap<string, HeardMigration>>(new Map());
  const isLoaded = shallowRef(false);

  /** Takes a whole snapshot of a migration. */
  function receive(detail: MigrationDetail): void {
    heard.value = new Map(heard.value).set(detail.name, { detail, heardAtMs: Date.now() });
    isLoaded.value = true;
  }

  /** Takes news of a migration's connections, ahead of its next whole snapshot. */
  function receiveConnection({ migration, ...connectionStatus }: ConnectionStatus & { migration: string }): void {
    const known = heard.value.get(migration);
    if (!known) return;
    heard.value = new Map(heard.value).set(migration, { ...known, detail: { ...known.detail, connectionStatus } });
  }

  /** Asks for all migrations over REST. What the socket brought in the meantime is newer and stays. */
  async function load(): Promise<void> {
    const askedAtMs = Date.now();
    const summaries = await rest<MigrationSummary[]>('GET', '/api/migrations');
    const details = await Promise.all(summaries.map(({ name }) => rest<MigrationDetail>('GET', migrationPath(name))));
    for (const detail of details) {
      if ((heard.value.get(detail.name)?.heardAtMs ?? 0) <= askedAtMs) receive(detail);
    }
    isLoaded.value = true;
  }

  const list = computed(() => [...heard.value.values()].map(({ detail }) => detail));
  const names = computed(() => [...heard.value.keys()]);

  return { heard, isLoaded, list, names, receive, receiveConnection, load };
});
