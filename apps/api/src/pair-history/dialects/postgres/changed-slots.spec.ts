import type { Facts } from '../../pair-look.js';
import { changedSlots, isServedThroughout } from './changed-slots.js';
import { withEarlier, type SlotFacts, type SubscriptionFacts } from './history-facts.js';

const subscription: SubscriptionFacts = {
  ...{ id: '1', isEnabled: true, slot: 's', publications: 'p', skipped: null, errorsThen: null },
};
const slot: SlotFacts = {
  ...{ isLost: false, confirmed: '0/100', isRead: true, reader: '7 today', transactions: '5', countedSince: 'x' },
};

/** A look at the target, with what the source said of the slot; undefined: it has none. */
const look = (it: Partial<SlotFacts> | undefined, of: Partial<SubscriptionFacts> = {}): Facts => ({
  subscriptions: JSON.stringify({ sub: { ...subscription, ...of } }),
  slots: JSON.stringify(it === undefined ? {} : { s: { ...slot, ...it } }),
});
const reason = (before: Facts, after: Facts): string | undefined => changedSlots({ before, after })?.reason;

it('takes a slot that goes on for the same, and one whose counters began anew after a crash', () => {
  expect(reason(look({}), look({ confirmed: '0/200', transactions: '9', reader: '8 later' }))).toBeUndefined();
  expect(reason(look({}), look({ transactions: '0', countedSince: 'y' }))).toBeUndefined();
  expect(reason(look(undefined), look(undefined))).toBeUndefined();
});

it('takes a slot that has decoded less, or is lost no more, for another one', () => {
  expect(reason(look({}), look({ transactions: '4' }))).toMatch(/made anew/);
  expect(reason(look({ isLost: true }), look({}))).toMatch(/made anew/);
  expect(reason(look({}), look({ isLost: true }))).toBeUndefined();
});

it('leaves it to the subscription where that is another one, or reads from another slot', () => {
  expect(reason(look({}), look({ transactions: '4' }, { id: '2' }))).toBeUndefined();
  expect(reason(look({}), look(undefined, { slot: 'other' }))).toBeUndefined();
});

it('keeps what the source said last where it does not answer, and nothing of slots that are of others', () => {
  const now: Facts = { subscriptions: JSON.stringify({ sub: subscription }) };
  expect(withEarlier(look({}), now, null)).toEqual({ ...now, slots: JSON.stringify({ s: slot }) });
  const source: Facts = { slots: JSON.stringify({ s: slot, debezium: slot }) };
  expect(withEarlier(null, now, source)).toEqual({ ...now, slots: JSON.stringify({ s: slot }) });
  expect(withEarlier(null, now, null)).toEqual(now);
});

it('is shown to have run through by the process that serves it, and by nothing else', () => {
  const served = (before: Facts, after: Facts): boolean => isServedThroughout({ before, after });
  expect(served(look({}), look({ confirmed: '0/200' }))).toBe(true);
  expect(served(look({}), look({ reader: '7 later' }))).toBe(false);
  expect(served(look({ reader: null }), look({ reader: null }))).toBe(false);
  expect(served(look({}), look({}, { id: '2' }))).toBe(false);
  expect(served({}, look({}))).toBe(false);
});
