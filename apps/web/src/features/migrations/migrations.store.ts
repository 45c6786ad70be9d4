import type { ConnectionStatus, MigrationMetrics, MigrationSummary, MigrationUpdate } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { mergeUpdate, type WatchedMigration } from '../../live/merge-update.js';
import { rest } from '../../live/rest.js';

/** A migration as last heard of, and when that was by this machine's clock. */
export interface HeardMigration {
  detail: WatchedMigration;
  heardAtMs: number;
}

/** Every migration the API watches, by name. */
export const useMigrationsStore = defineStore('migrations', () => {
  const heard = shallowRef<ReadonlyMap<string, HeardMigration>>(new Map());
  const isLoaded = shallowRef(false);

  /**
   * Takes updates in the order in which they came; whole ones and parts. All of a frame at once: with hundreds of
   * migrations a new map for each would be work that grows with their square.
   */
  function receiveAll(updates: readonly MigrationUpdate[]): void {
    if (updates.length === 0) return;
    const next = new Map(heard.value);
    const heardAtMs = Date.now();
    for (const update of updates)
      next.set(update.name, { detail: mergeUpdate(next.get(update.name)?.detail, update), heardAtMs });
    heard.value = next;
    isLoaded.value = true;
  }

  /** Takes news of a migration's connections, ahead of its next update. */
  function receiveConnection({ migration, ...connectionStatus }: ConnectionStatus & { migration: string }): void {
    const known = heard.value.get(migration);
    if (!known) return;
    heard.value = new Map(heard.value).set(migration, { ...known, detail: { ...known.detail, connectionStatus } });
  }

  /** Asks for all migrations over REST: two questions, however many there are. What the socket brought meanwhile is newer and stays. */
  async function load(): Promise<void> {
    const askedAtMs = Date.now();
    const [summaries, metrics] = await Promise.all([
      rest<MigrationSummary[]>('GET', '/api/migrations'),
      rest<MigrationMetrics[]>('GET', '/api/metrics'),
    ]);
    const byName = new Map(metrics.map((one) => [one.migration, one]));
    const isOlder = ({ name }: MigrationSummary): boolean => (heard.value.get(name)?.heardAtMs ?? 0) <= askedAtMs;
    const updateOf = (summary: MigrationSummary): MigrationUpdate => ({
      ...completeUpdate(summary, byName.get(summary.name)),
      // The list leaves them out; the socket brings them.
      sections: heard.value.get(summary.name)?.detail.sections ?? [],
    });
    receiveAll(summaries.filter(isOlder).map(updateOf));
    isLoaded.value = true;
  }

  const list = computed(() => [...heard.value.values()].map(({ detail }) => detail));
  const names = computed(() => [...heard.value.keys()]);

  return { heard, isLoaded, list, names, receiveAll, receiveConnection, load };
});

/** What REST says of one migration, in the form in which the socket says it. */
function completeUpdate(
  { lag, ...summary }: MigrationSummary,
  metrics: MigrationMetrics | undefined,
): Omit<MigrationUpdate, 'sections'> {
  return {
    ...{ ...summary, migration: summary.name, replicaLag: lag },
    ...{ isComplete: true, removedTables: [] },
    checksumResults: metrics?.checksumResults ?? [],
    consistencyResults: metrics?.consistencyResults ?? [],
  };
}
