import { tableTextOf } from './table-text.js';

/** As MariaDB 10.11 prints it. */
const withPeriod = `CREATE TABLE \`t2\` (
  \`id\` int(11) DEFAULT NULL COMMENT 'PERIOD FOR \`x\` (\`a\`, \`b\`)',
  \`a\` date NOT NULL,
  \`b\` date NOT NULL,
  PERIOD FOR \`p\` (\`a\`, \`b\`),
  PRIMARY KEY (\`id\`,\`p\` WITHOUT OVERLAPS),
  UNIQUE KEY \`k\` (\`id\`,\`p\` WITHOUT OVERLAPS),
  UNIQUE KEY \`plain\` (\`id\`,\`a\`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci`;

it('finds periods and the keys that keep them apart', () =>
  expect(tableTextOf(withPeriod)).toEqual({
    ...{ keyAlgorithm: null, subKeyAlgorithm: null },
    periods: new Map([['p', ['a', 'b']]]),
    withoutOverlaps: new Map([
      ['PRIMARY', '(`id`,`p` WITHOUT OVERLAPS)'],
      ['k', '(`id`,`p` WITHOUT OVERLAPS)'],
    ]),
  }));

const partitioned = (by: string): string =>
  `CREATE TABLE \`t\` (\n  \`id\` int(11) NOT NULL COMMENT ' PARTITION BY KEY ALGORITHM = 1'\n) ENGINE=InnoDB\n ${by}`;

it.each([
  ['PARTITION BY KEY ALGORITHM = 1 (`id`)\nPARTITIONS 2', '1', null],
  ['/*!50100 PARTITION BY LINEAR KEY /*!50611 ALGORITHM = 1 */ (id)\nPARTITIONS 2 */', '1', null],
  ['/*!50100 PARTITION BY KEY */ /*!50611 ALGORITHM = 1 */ /*!50100 (id)\nPARTITIONS 2 */', '1', null],
  ['PARTITION BY RANGE (`id`)\nSUBPARTITION BY KEY ALGORITHM = 1 (`id`)\n(PARTITION `a`', null, '1'],
  ['PARTITION BY KEY (`id`)\nPARTITIONS 2', null, null],
])('finds how %s spreads rows', (by, keyAlgorithm, subKeyAlgorithm) =>
  expect(tableTextOf(partitioned(by))).toMatchObject({ keyAlgorithm, subKeyAlgorithm }),
);
