import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import FigureTile from './FigureTile.vue';

it('shows null as unknown, hatched, with the reason', () => {
  const tile = mount(FigureTile, { props: { label: 'Lag', value: null, unknownTitle: 'Replication is stopped' } });
  expect(tile.get('dd').text()).toBe('unknown');
  expect(tile.get('dd span').classes()).toContain('hatched');
  expect(tile.get('dd span').attributes('title')).toBe('Replication is stopped');
});

it('hatches a stale value and leaves a fresh one plain', async () => {
  const tile = mount(FigureTile, { props: { label: 'Lag', value: '2 s', isStale: true } });
  expect(tile.get('dd span').classes()).toContain('hatched');
  await tile.setProps({ isStale: false });
  expect(tile.get('dd span').classes()).not.toContain('hatched');
});
