import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { alert } from '../../../test/fixtures.js';
import AlertItem from './AlertItem.vue';

const link = (over: Parameters<typeof alert>[1]): string | undefined => {
  const item = mount(AlertItem, { props: { alert: alert('a', over), canAcknowledge: false } });
  return item.find('a').exists() ? item.get('a').attributes('href') : undefined;
};

it('leads from an alert about differing rows to these rows', () => {
  expect(link({ type: 'checksum_diverged', subject: 'shop.order lines' })).toBe('#checksums-shop.order%20lines');
  expect(link({ type: 'consistency_diverged', subject: 'shop.reviews' })).toBe('#consistency-shop.reviews');
});

it('leads nowhere from an alert that is over, or is about no table', () => {
  expect(link({ type: 'checksum_diverged', subject: 'shop.orders', state: 'resolved', resolvedAt: null })).toBe(
    undefined,
  );
  expect(link({ type: 'lag_threshold', subject: 'target' })).toBe(undefined);
});
