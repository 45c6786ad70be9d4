import type { SeededRandom } from './scenario-random.js';
import type { RandomParts, RandomWorld } from './scenario-random-table.js';
import { randomKeyTypes, randomTypes } from './scenario-random-values.js';

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Random tables of MariaDB and MySQL. */
export const mysqlWorld: RandomWorld = {
  types: randomTypes,
  keyTypes: randomKeyTypes,
  quote,
  oneOf: (_, where) => `${where} LIMIT 1`,
  createStatement,
};

function createStatement(name: string, parts: RandomParts, random: SeededRandom): string {
  const { keyNames, keyTypes, columns } = parts;
  const keys = keyNames.map((each, index) => `${quote(each)} ${keyTypes[index]?.definition ?? 'INT'} NOT NULL`);
  const plain = columns.map((column) => {
    const isHidden = column.isNullable && random.chance(0.1);
    return `${quote(column.name)} ${column.type.definition} ${column.isNullable ? 'NULL' : 'NOT NULL'}${isHidden ? ' INVISIBLE' : ''}`;
  });
  const integer = columns.find(({ type }) => /^(?:TINY|SMALL|MEDIUM|BIG)?INT/.test(type.definition));
  // Of other types the server refuses some expressions.
  const generated = (['STORED', 'VIRTUAL'] as const).flatMap((kind) =>
    integer && random.chance(0.4) ? [`${kind}_one INT AS (${quote(integer.name)} IS NULL) ${kind}`] : [],
  );
  const keyList = keyNames.map(quote).join(', ');
  const key = keyTypes.length === 0 ? [] : [random.chance(0.7) ? `PRIMARY KEY (${keyList})` : `UNIQUE u (${keyList})`];
  // The order of columns is part of the row's text, so keys may stand anywhere.
  const all = random.sample([...keys, ...plain], keys.length + plain.length);
  // Partitioned tables hold no GEOMETRY.
  const canPartition = !columns.some(({ type }) => type.definition === 'GEOMETRY');
  const partition =
    canPartition && keyTypes.length === 1 && keyTypes[0]?.isInteger === true && random.chance(0.2)
      ? ` PARTITION BY KEY (${keyList}) PARTITIONS 3`
      : '';
  return `CREATE TABLE ${name} (${[...all, ...generated, ...key].join(', ')})${partition}`;
}
