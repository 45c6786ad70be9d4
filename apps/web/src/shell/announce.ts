import type { Alert } from '@cutover/contracts';
import { watch } from 'vue';
import { useAlertsStore } from '../features/alerts/alerts.store.js';
import { useShownVerdict } from '../features/migrations/use-shown-verdict.js';
import { useLiveStore } from '../live/live.store.js';
import type { LiveState } from '../live/live-state.js';
import { useNoticesStore } from '../live/notices.store.js';
import { answerLook } from '../looks/answer-look.js';

const liveWords: Record<LiveState, string> = {
  connecting: 'Connecting',
  live: 'Live again',
  polling: 'No live connection, polling',
  disconnected: 'Disconnected, everything is stale',
};

/** Tells screen readers of changes of state, and the tab's title of the verdict. */
export function useAnnouncements(migration: () => string | undefined): void {
  const live = useLiveStore();
  const notices = useNoticesStore();
  const alerts = useAlertsStore();
  const verdict = useShownVerdict(() => migration() ?? '');

  watch(
    () => verdict.value?.answer,
    (answer, before) => {
      const word = answer && answerLook[answer].word;
      const name = migration();
      document.title = word && name ? `${word} · ${name} · Cutover` : 'Cutover';
      if (word && before) notices.announce(`${word}. ${verdict.value?.reasons[0]?.message ?? ''}`);
    },
    { immediate: true },
  );
  watch(
    () => live.state,
    (state, before) => before !== 'connecting' && notices.announce(liveWords[state]),
  );
  watch(
    () => alerts.all.filter((alert) => alert.state === 'firing').map(({ id }) => id),
    (ids, before) => {
      const fresh = alerts.all.find((alert: Alert) => ids.includes(alert.id) && !before.includes(alert.id));
      if (fresh && before.length > 0) notices.announce(`${fresh.severity} alert: ${fresh.message}`);
    },
  );
}
