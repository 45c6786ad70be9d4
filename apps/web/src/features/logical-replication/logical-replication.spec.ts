import type { EvidenceSection, LogicalReplication, SourceSlot } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { slotLook } from '../../looks/slot-look.js';
import LogicalReplicationSection from './LogicalReplicationSection.vue';
import { caughtUpText, lostText, secondsText } from './slot-columns.js';

const section: EvidenceSection = {
  ...{
    id: 'logical-replication',
    label: 'Slots and log',
    outcome: 'fail',
    summary: 'Full in 6 h',
    explanation: 'Why.',
  },
  ...{ facts: [{ label: 'Slots', value: '2', hint: null }], findings: [] },
};
const slot = (over: Partial<SourceSlot> = {}): SourceSlot => ({
  ...{ name: 'sub', kind: 'logical', plugin: 'pgoutput', database: 'shop', isTemporary: false, owner: 'subscription' },
  ...{
    isActive: true,
    walStatus: 'reserved',
    confirmedPosition: '0/2',
    restartPosition: '0/1',
    behindBytes: 2_000_000,
  },
  ...{ seconds: 4, atLeastSeconds: 4, retainedBytes: 3_000_000, growthBytesPerSecond: -10, caughtUpInSeconds: 240 },
  ...{ safeWalBytes: null, lostInSeconds: null, isConflicting: null, invalidationReason: null, inactiveSince: null },
  sender: {
    ...{ application: 'sub', state: 'streaming', sentPosition: '0/3', writePosition: '0/2', flushPosition: '0/2' },
    ...{ replayPosition: '0/2', notSentBytes: 0, replayLagSeconds: null },
  },
  ...over,
});
const foreign = slot({ name: 'crm', owner: 'other', isActive: false, sender: null, behindBytes: null });
const told: LogicalReplication = {
  ...{ measuredAt: '2026-11-20T03:00:00.000Z', log: null, slots: [slot(), foreign], origins: [], reasons: [] },
  own: { slots: 1, behindBytes: '2000000', furthestBehind: 'sub' },
  limits: [{ side: 'target', name: 'max_worker_processes', limit: 8, used: null, isByDesign: false }],
  publications: [
    {
      ...{ name: 'pub', isRead: true, isAllTables: false, viaRoot: false, operations: ['insert'], tables: 1 },
      limited: [{ table: 'public.a', rowFilter: '(id > 10)', columns: ['id'] }],
    },
  ],
};

let answer: Response;
beforeEach(() => {
  setActivePinia(createPinia());
  answer = new Response(JSON.stringify({ migration: 'shop', logicalReplication: told }));
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(answer.clone())),
  );
});
afterEach(() => void vi.unstubAllGlobals());

async function shown() {
  const page = mount(LogicalReplicationSection, { props: { migration: 'shop', section, isFeedStale: false } });
  await flushPromises();
  return page;
}

it('shows every slot and whose it is, and says unknown where it is', async () => {
  const page = await shown();
  expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe('/api/migrations/shop/logical-replication');
  const text = page.text();
  for (const part of ['of this migration, logical', '2.0 MB', '4 min', 'of another tool', 'Nobody reads', 'no limit'])
    expect(text).toContain(part);
  expect(text).toContain('sent 0/3, written 0/2, on disk 0/2, applied 0/2');
  expect(page.get('[aria-label=Limits]').text()).toContain('unknown of 8');
  expect(page.get('[aria-label=Publications]').text()).toContain('only rows where (id > 10); only the columns id');
});

it('asks again when the socket tells something new, and says why it was not answered', async () => {
  const page = await shown();
  answer = new Response(JSON.stringify({ code: 'X', message: 'it is down' }), { status: 500 });
  await page.setProps({ section: { ...section, summary: 'Full in 5 h' } });
  await flushPromises();
  expect(page.get('[role=alert]').text()).toContain('it is down');
  expect(page.text()).toContain('crm');
});

it('calls no slot of another tool good or critical, and none of ours good that nobody reads', () => {
  expect(slotLook(slot()).tone).toBe('good');
  expect(slotLook(slot({ isActive: false })).tone).toBe('warning');
  expect(slotLook(slot({ walStatus: 'lost' })).tone).toBe('critical');
  expect(slotLook(slot({ walStatus: 'unreserved' })).tone).toBe('critical');
  expect(slotLook(slot({ walStatus: null })).tone).toBe('unknown');
  expect([slotLook(slot({ owner: 'other' })).tone, slotLook(foreign).tone]).toEqual(['neutral', 'neutral']);
});

it('says of times what is known', () => {
  expect(secondsText(slot({ seconds: null, atLeastSeconds: 90 }))).toBe('at least 1 min 30 s');
  expect(secondsText(slot({ seconds: null, atLeastSeconds: null }))).toBe('unknown');
  expect(caughtUpText(slot({ caughtUpInSeconds: null }))).toBe('unknown');
  expect(caughtUpText(slot({ caughtUpInSeconds: 0 }))).toBe('caught up');
  expect(lostText(slot({ safeWalBytes: 5_000_000 }))).toBe('after 5.0 MB');
  expect(lostText(slot({ safeWalBytes: 5_000_000, lostInSeconds: 7200 }))).toBe('2 h');
  expect(lostText(slot({ walStatus: 'lost' }))).toBe('lost');
});
