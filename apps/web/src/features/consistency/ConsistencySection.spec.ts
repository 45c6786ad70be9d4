import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { consistencyResult, watchedMigration } from '../../../test/fixtures.js';
import ConsistencySection from './ConsistencySection.vue';

const facts = { rows: '9007199254740993', smallestKey: '1', largestKey: '5', autoIncrement: null, columns: [] };
function section(over: Parameters<typeof consistencyResult>[1]) {
  const detail = watchedMigration({ consistencyResults: [consistencyResult('shop.orders', over)] });
  return mount(ConsistencySection, { props: { detail, isFeedStale: false } });
}
const cell = (over: Parameters<typeof consistencyResult>[1], label: string): string =>
  section(over).get(`td[data-label="${label}"]`).text();

it('shows a count that both sides share once, with every digit', () =>
  expect(cell({ source: facts, target: facts }, 'Rows')).toBe('9,007,199,254,740,993'));

it('shows both sides where they differ', () =>
  expect(
    cell({ verdict: 'diverged', differences: ['rows'], source: facts, target: { ...facts, rows: '4' } }, 'Rows'),
  ).toBe('source9,007,199,254,740,993target4'));

it('colours a difference critical only when it was proved', () => {
  const colour = (verdict: 'diverged' | 'lagging'): string =>
    section({ verdict, differences: ['rows'], source: facts, target: { ...facts, rows: '4' } })
      .get('td[data-label="Rows"] > span')
      .classes()
      .filter((name) => /^text-(critical|warning)$/.test(name))
      .join();
  expect(colour('diverged')).toBe('text-critical');
  expect(colour('lagging')).toBe('text-warning');
});

it('shows a table that could not be read as unknown, not as empty', () =>
  expect(cell({ verdict: 'unverified', source: facts, target: null }, 'Rows')).toBe(
    'source9,007,199,254,740,993targetunknown',
  ));

it('shows what does not apply as a dash', () =>
  expect(cell({ source: facts, target: facts }, 'AUTO_INCREMENT')).toBe('—'));

it('names what differs when the API gives no reason', () =>
  expect(section({ verdict: 'diverged', differences: ['largestKey', 'columns'] }).text()).toContain(
    'Differs in largest key, columns',
  ));

it('says once that tables were counted at one GTID, and marks only those that were not', () => {
  const results = (...modes: ('snapshot' | 'sandwich')[]) =>
    modes.map((mode, index) => consistencyResult(`shop.t${index}`, { mode }));
  const text = (...modes: ('snapshot' | 'sandwich')[]): string =>
    mount(ConsistencySection, {
      props: { detail: watchedMigration({ consistencyResults: results(...modes) }), isFeedStale: false },
    }).text();
  expect(text('snapshot', 'snapshot').match(/one GTID/g)).toHaveLength(1);
  expect(text('snapshot', 'snapshot')).toContain('All tables were counted on both sides at one GTID');
  expect(text('snapshot', 'snapshot', 'sandwich')).toContain('2 of 3 tables were counted');
  expect(text('snapshot', 'snapshot', 'sandwich').match(/not at one GTID/g)).toHaveLength(1);
  expect(text('sandwich', 'sandwich')).not.toContain('one GTID');
});

it('says LSN of PostgreSQL, and shows no AUTO_INCREMENT there', () => {
  const consistencyResults = [consistencyResult('public.orders', { mode: 'snapshot', position: '0/16B6C50' })];
  const detail = watchedMigration({ engine: 'postgres', consistencyResults });
  const shown = mount(ConsistencySection, { props: { detail, isFeedStale: false } });
  expect(shown.text()).toContain('on both sides at one LSN');
  expect(shown.text()).not.toMatch(/GTID|AUTO_INCREMENT/);
});
