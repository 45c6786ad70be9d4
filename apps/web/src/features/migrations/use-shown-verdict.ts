import { computed, type ComputedRef } from 'vue';
import { useLiveStore } from '../../live/live.store.js';
import { useNow } from '../../ui/now.js';
import { useMigrationsStore } from './migrations.store.js';
import { shownVerdict, type ShownVerdict } from './shown-verdict.js';

/** The verdict of each of these migrations as it may be shown at this second; undefined while nothing is known of it. */
export function useShownVerdicts(names: () => readonly string[]): ComputedRef<(ShownVerdict | undefined)[]> {
  const migrations = useMigrationsStore();
  const live = useLiveStore();
  const now = useNow();
  return computed(() => {
    // Touching the ticking clock makes the ages below follow it.
    const nowMs = now.value;
    const sight = { state: live.state, reason: live.reason, since: live.since };
    return names().map((name) => {
      const heard = migrations.heard.get(name);
      if (!heard) return undefined;
      return shownVerdict(heard.detail, { live: sight, heardAgoMs: Math.max(0, Date.now() - heard.heardAtMs), nowMs });
    });
  });
}

/** The same of one migration. */
export function useShownVerdict(migration: () => string): ComputedRef<ShownVerdict | undefined> {
  const verdicts = useShownVerdicts(() => [migration()]);
  return computed(() => verdicts.value[0]);
}
