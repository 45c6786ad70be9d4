import { aLag, aSlot, channel } from '../../../test/support/some-evidence.js';
import { subscription } from '../../../test/support/told-subscription.js';
import { lagOf } from '../../../test/support/told-subscription.js';
import type { ToldSourceSlot } from './logical-replication-dialect.js';
import { ownerOf, ownSubscriptionsOf } from './slot-owner.js';

const { lag } = lagOf({ subscriptions: [subscription({ id: '7' })] });
const own = ownSubscriptionsOf(lag, '99');
const told = (change: Partial<ToldSourceSlot>): ToldSourceSlot => ({ ...aSlot(), copy: null, ...change });

it('is a subscription of this migration by the slot that it names', () => {
  expect(ownerOf(told({ name: 'sub' }), own)).toBe('subscription');
  expect(ownerOf(told({ name: 'crm' }), own)).toBe('other');
});

it('is a first copy of ours by subscription and server alike: another target may have the same id', () => {
  const copy = { subscriptionId: '7', serverId: '99' };
  expect(ownerOf(told({ name: 'pg_7_sync_1_99', copy }), own)).toBe('first-copy');
  expect(ownerOf(told({ name: 'x', copy: { ...copy, serverId: '98' } }), own)).toBe('other');
  expect(ownerOf(told({ name: 'x', copy: { ...copy, subscriptionId: '8' } }), own)).toBe('other');
});

it('is ours for a verification only while it is temporary', () => {
  expect(ownerOf(told({ name: 'cutover_1', isTemporary: true }), null)).toBe('cutover');
  expect(ownerOf(told({ name: 'cutover_1' }), own)).toBe('other');
});

it('is unknown while nobody knows the subscriptions: not ours, and not said to be of others', () => {
  expect(ownSubscriptionsOf(null, '99')).toBeNull();
  expect(ownSubscriptionsOf(aLag({ state: 'unknown', channels: [] }), '99')).toBeNull();
  expect(ownerOf(told({}), null)).toBe('unknown');
});

it('knows no slot of a channel that is no subscription, or that was made without one', () => {
  expect(ownSubscriptionsOf(aLag({ channels: [channel()] }), null)?.slots.size).toBe(0);
  const without = lagOf({ subscriptions: [subscription({ slot: null })] });
  expect(ownSubscriptionsOf(without.lag, null)?.slots.size).toBe(0);
});
