import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { migrationUpdate, waiver } from '../../../test/fixtures.js';
import { useLiveStore } from '../../live/live.store.js';
import { useMigrationsStore } from './migrations.store.js';
import { useShownVerdict } from './use-shown-verdict.js';
import VerdictBanner from './VerdictBanner.vue';

/** The banner as the page wires it: stores to verdict to banner. */
const WiredBanner = defineComponent({
  setup() {
    const verdict = useShownVerdict(() => 'shop');
    return () =>
      verdict.value ? h(VerdictBanner, { migration: 'shop', verdict: verdict.value }) : h('p', 'nothing known');
  },
});

beforeEach(() => setActivePinia(createPinia()));

describe('VerdictBanner', () => {
  it('says safe only while connected, and cannot tell the moment it is not', async () => {
    const live = useLiveStore();
    useMigrationsStore().receiveAll([migrationUpdate({}, new Date().toISOString())]);
    live.enter('live', null, new Date().toISOString());
    const banner = mount(WiredBanner);
    expect(banner.get('h1').text()).toBe('Safe to cut over');
    expect(banner.text()).toMatch(/Green for \d+ min/);

    live.enter('disconnected', 'The API does not answer', new Date().toISOString());
    await banner.vm.$nextTick();
    expect(banner.get('h1').text()).toBe('Cannot tell');
    expect(banner.text()).not.toContain('Green');
    expect(banner.text()).toContain('No figures arrive: the API does not answer');
  });

  it('puts the top reason first and lists the others', () => {
    const verdict = {
      answer: 'not-safe' as const,
      reasons: [
        { section: 'checksums', message: 'first', action: 'Repair it.', tables: ['shop.orders'], tableCount: 1 },
        { section: null, message: 'second', action: '', tables: [], tableCount: 0 },
        { section: 'checksums', message: 'third', action: 'Start it.', tables: ['shop.a', 'shop.b'], tableCount: 2 },
        { section: 'consistency', message: 'fourth', action: '', tables: ['shop.a b'], tableCount: 1 },
      ],
      since: '2026-11-20T03:00:00.000Z',
    };
    const banner = mount(VerdictBanner, { props: { migration: 'shop', verdict } });
    expect(banner.get('h1').text()).toBe('Not safe');
    expect(banner.text()).toContain('Repair it.');
    expect(banner.text()).not.toContain('Start it.');
    expect(banner.findAll('li').map((item) => item.text().trim())).toEqual([
      '–second',
      '–third see the tables',
      '–fourth see the table',
    ]);
    expect(banner.findAll('a').map((link) => link.attributes('href'))).toEqual([
      '#checksums-shop.orders',
      '#checksums',
      '#consistency-shop.a%20b',
    ]);
  });

  it('names five reasons at most and leads to the rest, and each to where its evidence is', () => {
    const reasons = Array.from({ length: 7 }, (_, index) => ({
      ...{ section: 'lag', message: `reason ${index}`, action: '', tables: [], tableCount: 0 },
    }));
    const verdict = { answer: 'not-safe' as const, reasons, since: '2026-11-20T03:00:00.000Z' };
    const banner = mount(VerdictBanner, { props: { migration: 'shop', verdict } });
    expect(banner.get('[aria-label="Other reasons"]').findAll('li')).toHaveLength(4);
    expect(banner.get('[aria-label="Other reasons"] a').attributes('href')).toBe('#lag');
    const more = banner.get('a[href="#readiness"]');
    expect(more.text()).toBe('and 2 more');
  });

  it('names who answers for what the answer rests on', () => {
    const verdict = {
      ...{ answer: 'safe' as const, reasons: [], since: '2026-11-20T03:00:00.000Z', waivers: [waiver()] },
      greenSince: '2026-11-20T02:00:00.000Z',
    };
    const banner = mount(VerdictBanner, { props: { migration: 'shop', verdict } });
    expect(banner.get('[aria-label="Waivers"] li').text()).toMatch(
      /lag-threshold target, by ops until .*: the nightly batch/,
    );
  });
});
