import { mount, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import DataTable from './DataTable.vue';
import { sortRows, type TableColumn } from './sort-rows.js';

interface Planet {
  name: string;
  moons: bigint | null;
}
const planets: Planet[] = [
  { name: 'saturn', moons: 9007199254740993n },
  { name: 'vulcan', moons: null },
  { name: 'earth', moons: 1n },
  { name: 'jupiter', moons: 9007199254740992n },
];
const columns: TableColumn<Planet>[] = [
  { key: 'name', label: 'Name', sortValue: (planet) => planet.name },
  { key: 'moons', label: 'Moons', sortValue: (planet) => planet.moons },
];

function mountTable(rows: Planet[]): VueWrapper {
  return mount(DataTable<Planet>, {
    props: {
      label: 'planets',
      rows,
      columns,
      rowKey: (planet: Planet) => planet.name,
      filterText: (planet: Planet) => planet.name,
      initialSort: { key: 'name', isDescending: false },
    },
    slots: { name: ({ row }: { row: Planet }) => row.name },
  });
}
const namesIn = (table: VueWrapper): string[] => table.findAll('tbody tr').map((row) => row.text());

describe('DataTable', () => {
  it('sorts integers beyond 2^53 exactly, and unknown last both ways', () => {
    const order = (isDescending: boolean) =>
      sortRows(planets, columns, { key: 'moons', isDescending }).map(({ name }) => name);
    expect(order(false)).toEqual(['earth', 'jupiter', 'saturn', 'vulcan']);
    expect(order(true)).toEqual(['saturn', 'jupiter', 'earth', 'vulcan']);
  });

  it('turns the order around at the second click, and says so', async () => {
    const table = mountTable(planets);
    expect(table.get('th').attributes('aria-sort')).toBe('ascending');
    await table.get('th button').trigger('click');
    expect(table.get('th').attributes('aria-sort')).toBe('descending');
    expect(namesIn(table)[0]).toBe('vulcan');
  });

  it('keeps what the filter names, and says when that is nothing', async () => {
    const table = mountTable(planets);
    await table.get('input').setValue('EAR');
    expect(namesIn(table)).toEqual(['earth']);
    await table.get('input').setValue('pluto');
    expect(table.text()).toContain('Nothing matches “pluto”');
    await table.get('input').trigger('keydown', { key: 'Escape' });
    expect(namesIn(table)).toHaveLength(4);
  });

  it('draws fifty rows of a thousand, and more when asked', async () => {
    const many = Array.from({ length: 1000 }, (_, index): Planet => ({ name: `p${index}`, moons: 0n }));
    const table = mountTable(many);
    expect(namesIn(table)).toHaveLength(50);
    await table.get('div.text-center button').trigger('click');
    expect(namesIn(table)).toHaveLength(100);
  });
});
