import type { Engine } from '@cutover/contracts';
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { replicaLag, subscribed } from '../../../test/fixtures.js';
import ChannelDetails from './ChannelDetails.vue';

const textOf = (over: Parameters<typeof replicaLag>[0], engine: Engine = 'mariadb'): string =>
  mount(ChannelDetails, { props: { engine, lag: replicaLag(over), isStale: false } }).text();

it('does not take a target that could not be asked for one without channels', () => {
  const text = textOf({ state: 'unknown', channels: [], domains: [] });
  expect(text).toContain('What replicates: unknown');
  expect(text).not.toContain('Nothing replicates');
});

it('says what to do when the target answers and has no channel', () =>
  expect(
    textOf({ state: 'not-configured', channels: [], domains: [], reason: 'Run CHANGE MASTER TO … there.' }),
  ).toContain('Nothing replicates to the target. Run CHANGE MASTER TO'));

it('shows seconds that the server does not tell as unknown', () => {
  const [channel] = replicaLag().channels;
  if (!channel) throw new Error('the fixture has a channel');
  expect(textOf({ channels: [{ ...channel, secondsBehind: null, tls: null }] })).toContain(
    'seconds behind unknown · encryption unknown',
  );
});

it('says beside the error of a channel what to do about it', () => {
  const [channel] = replicaLag().channels;
  if (!channel) throw new Error('the fixture has a channel');
  const broken = { lastError: 'Error 1062', headline: 'The target already has a row', action: 'Remove the row' };
  expect(textOf({ state: 'broken', channels: [{ ...channel, state: 'broken', ...broken }] })).toContain(
    'Remove the row',
  );
});

it('speaks of a subscription in its own words', () => {
  const text = textOf(subscribed({}), 'postgres');
  expect(text).toContain('1 subscription');
  expect(text).not.toContain('GTID');
  expect(text).toContain('from slot shop_sub');
  expect(text).toContain('enabled · apply worker running · slot active, reserved · 4.1 kB behind');
  expect(text).toContain('12 of 18 tables copied');
});

it('says how far the first copy of a table is, and calls what is not told no figure', () => {
  const { channels } = subscribed({});
  const [channel] = channels;
  const pending = [
    { table: 'public.orders', state: 'copying' as const, copiedBytes: 1_200_000, copiedRows: '3400' },
    { table: 'public.items', state: 'waiting' as const, copiedBytes: null, copiedRows: null },
  ];
  const initialSync = { tables: 18, ready: 12, pending, action: null };
  const text = textOf({ channels: [{ ...channel!, subscription: { ...channel!.subscription!, initialSync } }] });
  expect(text).toContain('public.orders is being copied: 1.2 MB, 3,400 rows so far');
  expect(text).toContain('public.items waits for its copy');
  expect(text).toContain('and 4 more tables');
});

it('says what to do about a subscription whose error only the log tells', () => {
  const text = textOf(subscribed({ state: 'stopped', headline: 'The subscription is disabled', action: 'Enable it' }));
  expect(text).toContain('Enable it');
  expect(text).not.toContain('What the server says');
});

it('does not make up the figures of a slot that is not known', () => {
  const { channels } = subscribed({});
  const [channel] = channels;
  const text = textOf({ channels: [{ ...channel!, subscription: { ...channel!.subscription!, slot: null } }] });
  expect(text).toContain('slot unknown or missing · bytes behind unknown · log kept unknown');
});
