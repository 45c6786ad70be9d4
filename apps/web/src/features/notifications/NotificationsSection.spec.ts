import type { ChannelTest, EvidenceSection, NotificationChannel } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSessionStore } from '../access/session.store.js';
import NotificationsSection from './NotificationsSection.vue';

const section: EvidenceSection = {
  ...{ id: 'notifications', label: 'Notifications', outcome: 'fail', summary: 'chat: failing', explanation: 'Why.' },
  ...{ facts: [{ label: 'chat', value: 'fails', hint: null }], findings: [] },
};
const channel = (name: string, over: Partial<NotificationChannel> = {}): NotificationChannel => ({
  ...{ name, type: 'slack', destination: 'https://hooks.slack.com/…', minSeverity: 'WARNING', migrations: null },
  ...{ verdicts: true, state: 'working', failingSince: null, lastSuccessAt: '2026-11-20T02:00:00.000Z', lost: 0 },
  ...{ lastFailureAt: null, lastFailure: null, action: '', failedAttempts: 0, nextAttemptAt: null, waiting: 0 },
  ...{ oldestWaitingAt: null, isQuiet: false },
  ...over,
});
const failing = channel('chat', {
  ...{ state: 'failing', lastFailure: 'HTTP 404: no_service', action: 'Make a new webhook.', waiting: 2 },
});
const answered: ChannelTest = {
  ...{ channel: 'chat', delivered: false, answer: 'HTTP 404: no_service', action: 'Make a new webhook.' },
  ...{ sentAt: '2026-11-20T03:00:00.000Z', durationMs: 12 },
};
let list: NotificationChannel[];

beforeEach(() => {
  setActivePinia(createPinia());
  useSessionStore().session = { name: 'ops', role: 'operator', authRequired: true };
  list = [
    failing,
    channel('mail', { state: 'untried', lastSuccessAt: null }),
    channel('blog', { migrations: ['blog'] }),
  ];
  const fetch = vi.fn((_: string, { method }: RequestInit) =>
    Promise.resolve(new Response(JSON.stringify(method === 'POST' ? answered : list))),
  );
  vi.stubGlobal('fetch', fetch);
});
afterEach(() => void vi.unstubAllGlobals());

async function shown(isFeedStale = false) {
  const props = { section, migration: 'shop', isFeedStale, connectedSince: 'a' };
  const page = mount(NotificationsSection, { props });
  await flushPromises();
  return page;
}

it('shows the channels of this migration, why one fails and what to do, and calls none good that was not tried', async () => {
  const page = await shown();
  expect(page.findAll('li').map((item) => item.attributes('data-channel'))).toEqual(['chat', 'mail']);
  expect(page.get('[data-channel=chat]').text()).toContain('HTTP 404: no_service. Make a new webhook.');
  expect(page.get('[data-channel=chat]').text()).toContain('2 messages waiting');
  expect(page.get('[data-channel=mail] [data-tone]').attributes('data-tone')).toBe('unknown');
});

it('shows what a test answered', async () => {
  const page = await shown();
  await page.get('[aria-label="Test channel chat"]').trigger('click');
  await flushPromises();
  expect(vi.mocked(fetch).mock.calls.some(([path]) => path === '/api/alerts/channels/chat/test')).toBe(true);
  expect(page.get('[role=status]').text()).toBe('Test not delivered: HTTP 404: no_service. Make a new webhook.');
});

it('asks again when the socket tells that something changed', async () => {
  const page = await shown();
  list = [channel('chat')];
  await page.setProps({ section: { ...section, facts: [{ label: 'chat', value: 'works', hint: null }] } });
  await flushPromises();
  expect(page.get('[data-channel=chat]').attributes('data-channel-state')).toBe('working');
});

it('lets only operators test', async () => {
  useSessionStore().session = { name: 'eve', role: 'viewer', authRequired: true };
  expect((await shown()).findAll('button')).toEqual([]);
});
