import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alert } from '../../../test/fixtures.js';
import { firingAlerts, pastAlerts, useAlertsStore } from './alerts.store.js';

const answers = (pages: Record<string, object>) =>
  vi.fn((path: string) => {
    const state = new URL(path, 'http://x').searchParams.get('state') ?? '';
    return Promise.resolve(new Response(JSON.stringify(pages[state]), { status: 200 }));
  });
const page = (alerts: object[], nextCursor: string | null = null) => ({ alerts, nextCursor, total: alerts.length });

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => void vi.unstubAllGlobals());

it('puts critical before warning, and the newest first among equals', () => {
  const all = [
    alert('w', {}),
    alert('old', { severity: 'CRITICAL', activeAt: '2026-11-20T01:00:00.000Z' }),
    alert('new', { severity: 'CRITICAL', activeAt: '2026-11-20T02:00:00.000Z' }),
    alert('other', { migration: 'blog' }),
    alert('pending', { state: 'pending' }),
  ];
  expect(firingAlerts(all, 'shop').map(({ id }) => id)).toEqual(['new', 'old', 'w']);
});

it('moves an alert from firing to past when it is resolved', () => {
  const alerts = useAlertsStore();
  alerts.receive(alert('a'));
  alerts.receive(alert('a', { state: 'resolved', resolvedAt: '2026-11-20T03:00:00.000Z' }));
  expect(firingAlerts(alerts.all, 'shop')).toEqual([]);
  expect(pastAlerts(alerts.all, 'shop').map(({ id }) => id)).toEqual(['a']);
});

it('lets go of alerts that ended while nobody listened', async () => {
  const alerts = useAlertsStore();
  alerts.receive(alert('gone'));
  vi.stubGlobal('fetch', answers({ firing: page([alert('kept')]), resolved: page([]) }));
  await alerts.load('shop');
  expect(firingAlerts(alerts.all, 'shop').map(({ id }) => id)).toEqual(['kept']);
});

it('asks for older alerts from the cursor on, with the chosen severity', async () => {
  const alerts = useAlertsStore();
  const fetch = answers({ firing: page([]), resolved: page([alert('p', { state: 'resolved' })], 'next') });
  vi.stubGlobal('fetch', fetch);
  alerts.severity = 'CRITICAL';
  await alerts.load('shop');
  await alerts.loadMore();
  const query = new URL(fetch.mock.lastCall?.[0] ?? '', 'http://x').searchParams;
  expect(Object.fromEntries(query)).toEqual({
    state: 'resolved',
    migration: 'shop',
    limit: '20',
    severity: 'CRITICAL',
    cursor: 'next',
  });
});

it('asks for the alerts of backups, which are of no migration, and for none before a page shows some', async () => {
  const fetched = answers({ firing: page([alert('b', { migration: null })]), resolved: page([]) });
  vi.stubGlobal('fetch', fetched);
  const alerts = useAlertsStore();
  await alerts.load();
  expect(fetched).not.toHaveBeenCalled();
  await alerts.load(null);
  expect(fetched.mock.calls.map(([path]) => new URL(path, 'http://x').searchParams.get('about'))).toEqual([
    'backups',
    'backups',
  ]);
  expect(fetched.mock.calls[0]![0]).not.toContain('migration=');
  expect(firingAlerts(alerts.all, null).map(({ id }) => id)).toEqual(['b']);
  expect(firingAlerts(alerts.all, 'shop')).toEqual([]);
});
