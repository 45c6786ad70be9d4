import type { Alert, AlertPage, Severity } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, rest } from '../../live/rest.js';
import { severityRank } from '../../looks/severity-look.js';

export type SeverityChoice = Severity | 'ALL';
const pageAlerts = 20;

/** Alerts that fire now, and past ones a page at a time. */
export const useAlertsStore = defineStore('alerts', () => {
  const byId = shallowRef<ReadonlyMap<string, Alert>>(new Map());
  const nextCursor = ref<string | null>(null);
  const severity = ref<SeverityChoice>('ALL');
  const isLoading = ref(false);
  const notices = useNoticesStore();
  /** Whose alerts the page shows: of a migration, or of backups (null). undefined: no page has shown any yet. */
  let shown: string | null | undefined;

  /** Takes one alert as it stands now. */
  function receive(alert: Alert): void {
    byId.value = new Map(byId.value).set(alert.id, alert);
  }

  /** Takes several, in the order in which they came. */
  function receiveAll(alerts: readonly Alert[]): void {
    if (alerts.length === 0) return;
    byId.value = new Map([...byId.value, ...alerts.map((alert) => [alert.id, alert] as const)]);
  }

  async function page(state: 'firing' | 'resolved', cursor: string | null, limit: number): Promise<AlertPage> {
    const query = new URLSearchParams({ state, limit: String(limit) });
    if (typeof shown === 'string') query.set('migration', shown);
    else query.set('about', 'backups');
    if (state === 'resolved' && severity.value !== 'ALL') query.set('severity', severity.value);
    if (cursor !== null) query.set('cursor', cursor);
    return rest<AlertPage>('GET', `/api/alerts?${query}`);
  }

  /** Asks anew for what fires and for the first page of the past. What ended while nobody listened thereby goes. */
  async function load(name: string | null | undefined = shown): Promise<void> {
    if (name === undefined) return;
    shown = name;
    isLoading.value = true;
    try {
      const [firing, past] = await Promise.all([page('firing', null, 200), page('resolved', null, pageAlerts)]);
      if (name !== shown) return;
      byId.value = new Map([...firing.alerts, ...past.alerts].map((alert) => [alert.id, alert]));
      nextCursor.value = past.nextCursor;
    } finally {
      isLoading.value = false;
    }
  }

  async function loadMore(): Promise<void> {
    if (nextCursor.value === null || isLoading.value) return;
    isLoading.value = true;
    try {
      const past = await page('resolved', nextCursor.value, pageAlerts);
      byId.value = new Map([...byId.value, ...past.alerts.map((alert) => [alert.id, alert] as const)]);
      nextCursor.value = past.nextCursor;
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      isLoading.value = false;
    }
  }

  async function acknowledge(alert: Alert): Promise<void> {
    try {
      receive(await rest<Alert>('POST', `/api/alerts/${encodeURIComponent(alert.id)}/acknowledge`));
      notices.show('good', `Acknowledged: ${alert.message}`);
    } catch (error) {
      notices.show('critical', faultText(error));
    }
  }

  const all = computed(() => [...byId.value.values()]);
  return { all, nextCursor, severity, isLoading, receive, receiveAll, load, loadMore, acknowledge };
});

/** Firing alerts of a migration, or of backups (null), worst first, then newest. */
export function firingAlerts(alerts: readonly Alert[], migration: string | null): Alert[] {
  return alerts
    .filter((alert) => alert.migration === migration && alert.state === 'firing')
    .sort((a, b) => severityRank[a.severity] - severityRank[b.severity] || b.activeAt.localeCompare(a.activeAt));
}

/** Past alerts of a migration, or of backups (null), newest first. */
export function pastAlerts(alerts: readonly Alert[], migration: string | null): Alert[] {
  return alerts
    .filter((alert) => alert.migration === migration && alert.state === 'resolved')
    .sort((a, b) => (b.resolvedAt ?? b.activeAt).localeCompare(a.resolvedAt ?? a.activeAt));
}
