import type { BackupHealth, Session } from '@cutover/contracts';
import { mount, RouterLinkStub } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startNow } from '../../ui/now.js';
import { useSessionStore } from '../access/session.store.js';
import BackupsPage from './BackupsPage.vue';

let health: BackupHealth;

/** An API that goes by a configuration without servers. */
const answers: Record<string, () => object> = {
  '/api/backups': () => ({ storages: [], backups: [], total: 0 }),
  '/api/backups/runs': () => ({ runs: [] }),
  '/api/backups/restore-tests': () => ({ tests: [] }),
  '/api/backups/schedules': () => ({ servers: [], schedules: [] }),
  '/api/backups/health': () => health,
};

beforeEach(() => {
  setActivePinia(createPinia());
  startNow();
  health = { findings: [], judgedAt: '2026-11-26T03:00:00.000Z' };
  vi.stubGlobal('fetch', (path: string) => Promise.resolve(new Response(JSON.stringify(answers[path]!()))));
  const session: Session = { name: 'ops', role: 'viewer', authRequired: true };
  useSessionStore().session = session;
});
afterEach(() => vi.unstubAllGlobals());

async function page() {
  const shown = mount(BackupsPage, { global: { stubs: { RouterLink: RouterLinkStub } } });
  await vi.waitFor(() => expect(shown.text()).not.toContain('Reading the backups'));
  return shown;
}

it('says where to begin while no server is backed up', async () => {
  const shown = await page();
  expect(shown.text()).toContain('No server is backed up');
  shown.unmount();
});

it('says what keeps a configuration from counting, and not that no server is backed up', async () => {
  const message = 'The configuration in the store cannot be used: backups.servers[0].password does not open.';
  health.findings = [
    {
      ...{ id: 'c', check: 'backup-configuration', subject: 'configuration', outcome: 'fail', severity: 'CRITICAL' },
      ...{ message, action: 'Give it again.' },
    },
  ];
  const shown = await page();
  expect(shown.text()).toContain(message);
  expect(shown.text()).not.toContain('No server is backed up');
  shown.unmount();
});
