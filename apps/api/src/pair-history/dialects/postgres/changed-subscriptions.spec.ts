import type { Facts } from '../../pair-look.js';
import { changedSubscriptions } from './changed-subscriptions.js';
import { withEarlier, type SubscriptionFacts } from './history-facts.js';

const subscription: SubscriptionFacts = {
  ...{ id: '1', isEnabled: true, slot: 's', publications: 'p', skipped: null, alterations: '7', errors: '2' },
};
const answer = (it: Partial<SubscriptionFacts>): Facts => ({
  subscriptions: JSON.stringify({ sub: { ...subscription, ...it } }),
});

/** What the last of these looks finds, each beside the one before it. */
function reason(...looks: readonly Partial<SubscriptionFacts>[]): string | undefined {
  let before: Facts | null = null;
  let found: string | undefined;
  for (const it of looks) {
    const after = withEarlier(before, answer(it), null);
    found = before === null ? undefined : changedSubscriptions({ before, after })?.reason;
    before = after;
  }
  return found;
}

it('takes a subscription that fails, or was altered without an error before, for the same', () => {
  expect(reason({}, { errors: '3' })).toBeUndefined();
  expect(reason({}, { isEnabled: false, alterations: '8' })).toBeUndefined();
  expect(reason({ isEnabled: false }, { alterations: '8' })).toBeUndefined();
});

it('does not trust one that failed and was altered then, whether a look came in between or not', () => {
  const mayBeSkipped = /may have been told to skip a transaction, and have passed it since/;
  expect(reason({}, { errors: '3', alterations: '8' })).toMatch(mayBeSkipped);
  expect(reason({}, { errors: '3' }, { errors: '3' }, { errors: '3', alterations: '8' })).toMatch(mayBeSkipped);
  const disabled = { errors: '3', alterations: '8', isEnabled: false };
  expect(reason({}, disabled)).toBeUndefined();
  expect(reason({}, disabled, disabled, { errors: '3', alterations: '9' })).toMatch(mayBeSkipped);
  // Nobody counts its errors.
  expect(reason({ errors: null }, { errors: null, alterations: '8' })).toMatch(mayBeSkipped);
});

it('tells of an error that was altered after once', () => {
  expect(reason({}, { errors: '3', alterations: '8' }, { errors: '3', alterations: '9' })).toBeUndefined();
});

it('tells of a skip once, and not again when it was passed', () => {
  expect(reason({}, { errors: '3', skipped: '0/1', alterations: '8' })).toMatch(/was told to skip/);
  expect(reason({ skipped: '0/1' }, { errors: '3', alterations: '8' })).toBeUndefined();
});

it('knows nothing of what an earlier release did not note', () => {
  const { alterations: _, errors: __, ...before } = subscription;
  const facts = { subscriptions: JSON.stringify({ sub: before }) };
  expect(changedSubscriptions({ before: facts, after: withEarlier(facts, answer({ errors: '7' }), null) })).toBeNull();
});
