import type { BackupConfiguration, BackupConfigurationCheck, Session } from '@cutover/contracts';
import { flushPromises, mount, RouterLinkStub, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startNow } from '../../../ui/now.js';
import { useSessionStore } from '../../access/session.store.js';
import ConfigurationPage from './ConfigurationPage.vue';

/** What was asked of the API to change something, and what it answers. */
const asked: { method: string; path: string; body: unknown }[] = [];
let known: BackupConfiguration;
let check: BackupConfigurationCheck;
let refusal: { status: number; message: string } | null;

beforeEach(() => {
  setActivePinia(createPinia());
  startNow();
  asked.length = 0;
  refusal = null;
  known = {
    ...{ revision: 3, origin: 'store', changedAt: '2026-11-20T03:00:00.000Z', changedBy: 'Ada', document: {} },
    ...{ text: 'backups:\n  servers: []\n', canSeal: true, notices: [] },
  };
  check = { faults: [], changes: ['schedules/often added'], schedules: [] };
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    if (method !== 'GET') asked.push({ method: method!, path, body: body ? JSON.parse(body as string) : undefined });
    if (refusal !== null && method === 'PUT')
      return Promise.resolve(new Response(JSON.stringify({ code: 'X', ...refusal }), { status: refusal.status }));
    return Promise.resolve(new Response(JSON.stringify(path.endsWith('/check') ? check : known)));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function page(session: Partial<Session> = {}): Promise<VueWrapper> {
  useSessionStore().session = { name: 'ops', role: 'operator', authRequired: true, ...session };
  const mounted = mount(ConfigurationPage, { global: { stubs: { RouterLink: RouterLinkStub } } });
  await flushPromises();
  return mounted;
}
const button = (shown: VueWrapper, text: string) => shown.findAll('button').find((each) => each.text() === text);
async function press(shown: VueWrapper, text: string): Promise<void> {
  await button(shown, text)?.trigger('click');
  await flushPromises();
}

it('shows what counts, who changed it, and that to a viewer without a way to change it', async () => {
  known.notices = ['The file was changed'];
  const shown = await page({ role: 'viewer' });
  expect(shown.get('textarea').element.value).toBe(known.text);
  expect(shown.get('textarea').attributes('readonly')).toBeDefined();
  expect(shown.text()).toContain('Revision 3, by Ada');
  expect(shown.text()).toContain('The file was changed');
  expect(shown.findAll('button')).toHaveLength(0);
});

it('saves a text that was changed, of the revision that was read, once it was checked', async () => {
  const shown = await page();
  expect(button(shown, 'Save')?.attributes('disabled')).toBeDefined();
  await shown.get('textarea').setValue('backups: {}\n');
  await press(shown, 'Save');
  expect(asked).toEqual([
    { method: 'POST', path: '/api/backups/configuration/check', body: { text: 'backups: {}\n' } },
    { method: 'PUT', path: '/api/backups/configuration', body: { text: 'backups: {}\n', revision: 3 } },
  ]);
});

it('saves nothing with a fault, and marks its line', async () => {
  check.faults = [{ path: 'backups.servers[0].port', message: 'must be a whole number', line: 2 }];
  const shown = await page();
  await shown.get('textarea').setValue('backups:\n  servers: 1\n');
  await press(shown, 'Save');
  expect(asked.map(({ method }) => method)).toEqual(['POST']);
  expect(shown.get('[aria-label="Faults"]').text()).toContain('Line 2: backups.servers[0].port');
  expect(shown.findAll('ol li')[1]?.classes()).toContain('bg-critical-soft');
  await shown.get('textarea').setValue('backups: {}\n');
  expect(shown.find('[aria-label="Faults"]').exists()).toBe(false);
});

it('keeps what was written where somebody else was first, and says so', async () => {
  refusal = { status: 409, message: 'Revision 4 counts now' };
  const shown = await page();
  await shown.get('textarea').setValue('backups: {}\n');
  await press(shown, 'Save');
  expect(shown.get('[role="alert"]').text()).toBe('Revision 4 counts now');
  expect(shown.get('textarea').element.value).toBe('backups: {}\n');
});

it('asks for a name where there is no login, and twice before it goes back to the file', async () => {
  const shown = await page({ authRequired: false });
  expect(button(shown, 'Back to cutover.yaml')?.attributes('disabled')).toBeDefined();
  await shown.get('input[maxlength]').setValue('Grace');
  await press(shown, 'Back to cutover.yaml');
  expect(asked).toEqual([]);
  await press(shown, 'Yes, let cutover.yaml count again');
  expect(asked).toEqual([
    { method: 'DELETE', path: '/api/backups/configuration?revision=3&operator=Grace', body: undefined },
  ]);
});

it('takes the text of a file, and saves nothing of it yet', async () => {
  const shown = await page();
  const input = shown.get<HTMLInputElement>('input[type="file"]');
  Object.defineProperty(input.element, 'files', { value: [new File(['backups: {}\n'], 'a.yaml')] });
  await input.trigger('change');
  await vi.waitFor(() => expect(shown.get('textarea').element.value).toBe('backups: {}\n'));
  expect(asked).toEqual([]);
});
