import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { finding, migrationUpdate } from '../../../test/fixtures.js';
import { useLiveStore } from '../../live/live.store.js';
import GroupLine from './GroupLine.vue';
import MigrationGroup from './MigrationGroup.vue';
import { useMigrationsStore } from './migrations.store.js';

beforeEach(() => setActivePinia(createPinia()));

// The proof of all databases has tests of its own, and asks the API.
const global = { stubs: { RouterLink: { template: '<a><slot /></a>' }, GroupProof: true } };

/** Two databases of which this page hears at this moment; one of them differs where it is told so. */
function hearParts(isOtherDifferent: boolean): void {
  const now = new Date().toISOString();
  useLiveStore().enter('live', null, now);
  const part = (database: string) => {
    const update = migrationUpdate({ group: { name: 'shop', database, count: 2 } }, now);
    return { ...update, name: `shop.${database}`, migration: `shop.${database}` };
  };
  const other = part('billing');
  const verdict = { ...other.verdict, answer: 'not-safe' as const, reasons: [finding()] };
  useMigrationsStore().receiveAll([part('shop'), isOtherDifferent ? { ...other, verdict } : other]);
}

const group = () => mount(MigrationGroup, { props: { name: 'shop', parts: useMigrationsStore().list }, global });

it('is safe only when all databases are, and shows each by its own name', () => {
  hearParts(false);
  const shown = group();
  expect(shown.attributes('data-answer')).toBe('safe');
  expect(shown.text()).toContain('2 of 2 databases are safe');
  expect(shown.findAll('ul > li').map((row) => row.get('a').text())).toEqual(['shop', 'billing']);
});

it('cannot tell while this page has not heard of all databases', () => {
  hearParts(false);
  const parts = useMigrationsStore().list.slice(0, 1);
  const shown = mount(MigrationGroup, { props: { name: 'shop', parts }, global });
  expect(shown.attributes('data-answer')).toBe('cannot-tell');
  expect(shown.text()).toContain('1 of 2 databases are safe, 1 cannot be told');
});

it('is not safe when one of them is not, and the page of the other says so', () => {
  hearParts(true);
  expect(group().attributes('data-answer')).toBe('not-safe');
  const line = mount(GroupLine, { props: { group: { name: 'shop', database: 'shop', count: 2 } }, global });
  expect(line.attributes('data-group-answer')).toBe('not-safe');
  expect(line.text()).toContain('1 of 2 databases are safe, 1 not safe');
});

it('cannot tell the moment that no figures arrive', async () => {
  hearParts(false);
  const shown = group();
  useLiveStore().enter('disconnected', 'The API does not answer', new Date().toISOString());
  await shown.vm.$nextTick();
  expect(shown.attributes('data-answer')).toBe('cannot-tell');
});
