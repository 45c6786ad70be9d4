import { computed, type ComputedRef } from 'vue';
import { useLiveStore } from '../../live/live.store.js';
import { useNow } from '../../ui/now.js';
import { useMigrationsStore } from './migrations.store.js';
import { shownVerdict, type ShownVerdict } from './shown-verdict.js';

/** The verdict of a migration as it may be shown at this second; undefined while nothing is known of it. */
export function useShownVerdict(migration: () => string): ComputedRef<ShownVerdict | undefined> {
  const migrations = useMigrationsStore();
  const live = useLiveStore();
  const now = useNow();
  return computed(() => {
    const heard = migrations.heard.get(migration());
    if (!heard) return undefined;
    // Touching the ticking clock makes the age below follow it.
    const nowMs = now.value;
    const heardAgoMs = Math.max(0, Date.now() - heard.heardAtMs);
    return shownVerdict(heard.detail, {
      live: { state: live.state, reason: live.reason, since: live.since },
      heardAgoMs,
      nowMs,
    });
  });
}
