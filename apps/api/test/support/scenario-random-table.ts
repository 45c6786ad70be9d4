import type { SeededRandom } from './scenario-random.js';
import type { RandomKeyType, RandomType } from './scenario-random-values.js';

/** A made-up table: how it is filled on both sides, what is done to the target alone, and what must be found. */
export interface RandomTable {
  name: string;
  /** For both sides. */
  create: string[];
  /** For the target. */
  plant: string[];
  /** `<kind> <key>`; for a table without a key, of its column `tag`. Sorted. */
  planted: string[];
  hasKey: boolean;
  /** RandomColumn that was changed, by what is in `planted`. */
  changedColumns: ReadonlyMap<string, string>;
}

/** What random tables are made of, on the servers of one family. */
export interface RandomWorld {
  types: readonly RandomType[];
  keyTypes: readonly RandomKeyType[];
  quote(name: string): string;
  /** SQL condition, and what follows it, for one of the rows that meet `where`. */
  oneOf(table: string, where: string): string;
  createStatement(name: string, parts: RandomParts, random: SeededRandom): string;
}

/** Columns of a random table. Without a key `keyTypes` is empty, and `keyNames` is `tag`. */
export interface RandomParts {
  keyNames: readonly string[];
  keyTypes: readonly RandomKeyType[];
  columns: readonly RandomColumn[];
}

export interface RandomColumn {
  name: string;
  type: RandomType;
  isNullable: boolean;
}

interface Row {
  /** Literals of the key columns (of `tag`, without a key), and what a result shows of them. */
  key: string[];
  shown: string;
  values: string[];
}

const columnNames = ['plain', 'a b', 'select', 'ti`ck', 'ünï', "quo'te", 'n', 'digest', 'part', 'v0', 'k0'];

/** Makes a table, its rows and up to ten differences. */
export function randomTable(name: string, random: SeededRandom, world: RandomWorld): RandomTable {
  const { quote } = world;
  const keyTypes = random.chance(0.2) ? [] : random.sample(world.keyTypes, random.chance(0.3) ? 2 : 1);
  const hasKey = keyTypes.length > 0;
  const keyNames = hasKey ? keyTypes.map((_, index) => `key ${index}`) : ['tag'];
  const columns = random
    .sample(columnNames, random.between(1, 8))
    .map((each): RandomColumn => ({ name: each, type: random.pick(world.types), isNullable: random.chance(0.6) }));
  const rowOf = (number: number): Row => {
    const key = keyTypes.map((type) => type.value(number, random));
    const values = columns.map((column) => valueOf(column, random));
    if (!hasKey) return { key: [String(number)], shown: String(number), values };
    return { key: key.map(({ literal }) => literal), shown: key.map(({ shown }) => shown).join('/'), values };
  };
  const size = random.pick([0, 1, 2, random.between(3, 60), random.between(60, 250)]);
  const rows = Array.from({ length: size }, (_, index) => rowOf(index * 2));
  const insert = (row: Row): string => insertStatement(world, name, keyNames, columns, [row]);
  const copies = hasKey ? [] : random.sample(rows, random.between(0, 20));
  const all = [...rows, ...copies];
  const create = [
    world.createStatement(name, { keyNames, keyTypes, columns }, random),
    ...(all.length === 0 ? [] : [insertStatement(world, name, keyNames, columns, all)]),
  ];

  const planted: string[] = [];
  const changedColumns = new Map<string, string>();
  const where = ({ key }: Row): string => keyNames.map((each, index) => `${quote(each)} = ${key[index]}`).join(' AND ');
  const plant = random.sample([...rows.keys()], random.between(0, 10)).map((index): string => {
    const row = rows[index] as Row;
    const kind = random.pick(['missing', 'extra', 'changed'] as const);
    if (kind === 'missing') {
      planted.push(`missing ${row.shown}`);
      return `DELETE FROM ${name} WHERE ${world.oneOf(name, where(row))}`;
    }
    if (kind === 'extra') {
      // Odd numbers are not on the source; without a key, one more copy is a difference as well.
      const extra = !hasKey && random.chance(0.5) ? row : rowOf(index * 2 + 1);
      planted.push(`extra ${extra.shown}`);
      return insert(extra);
    }
    const at = random.between(0, columns.length - 1);
    const column = columns[at] as RandomColumn;
    planted.push(...(hasKey ? [`changed ${row.shown}`] : [`missing ${row.shown}`, `extra ${row.shown}`]));
    if (hasKey) changedColumns.set(`changed ${row.shown}`, column.name);
    const value = otherValue(column, row.values[at] ?? 'NULL', random);
    return `UPDATE ${name} SET ${quote(column.name)} = ${value} WHERE ${world.oneOf(name, where(row))}`;
  });
  return { name, create, plant, planted: planted.sort(), hasKey, changedColumns };
}

function valueOf({ type, isNullable }: RandomColumn, random: SeededRandom): string {
  return isNullable && random.chance(0.2) ? 'NULL' : type.literal(random);
}

function otherValue(column: RandomColumn, value: string, random: SeededRandom): string {
  for (;;) {
    const other = valueOf(column, random);
    if (other !== value) return other;
  }
}

function insertStatement(
  { quote }: RandomWorld,
  name: string,
  keyNames: readonly string[],
  columns: readonly RandomColumn[],
  rows: readonly Row[],
): string {
  const names = [...keyNames, ...columns.map((column) => column.name)].map(quote).join(', ');
  const tuples = rows.map(({ key, values }) => `(${[...key, ...values].join(', ')})`).join(', ');
  return `INSERT INTO ${name} (${names}) VALUES ${tuples}`;
}
