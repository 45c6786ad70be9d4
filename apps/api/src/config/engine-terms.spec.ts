import { configSchema } from './config.schema.js';
import { parseConfig } from './reading/load-config.js';
import { ConfigError } from './config-error.js';

interface Pair {
  engine: string;
  side?: object;
  migration?: object;
}

const documentOf = ({ engine, side = {}, migration = {} }: Pair): string => {
  const of = (host: string) => ({ host, username: 'cutover', password: 'secret', ...side });
  return JSON.stringify({
    migrations: [{ name: 'shop', engine, source: of('one.example'), target: of('two.example'), ...migration }],
  });
};

function faultsOf(pair: Pair): string[] {
  try {
    parseConfig(documentOf(pair), 'cutover.json', {});
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.faults];
    throw error;
  }
}

const postgres = { engine: 'postgres', side: { database: 'shop' }, migration: { schemas: ['public'] } };

it('gives each engine its own port', () => {
  const portOf = (pair: Pair) => parseConfig(documentOf(pair), 'cutover.json', {}).migrations[0]?.source.port;
  expect(portOf(postgres)).toBe(5432);
  expect(portOf({ engine: 'mysql', migration: { databases: ['shop'] } })).toBe(3306);
  expect(portOf({ ...postgres, side: { database: 'shop', port: 6000 } })).toBe(6000);
});

it('takes two databases of one server for one server, whatever the default port', () => {
  const pair = { ...postgres, side: { ...postgres.side, host: 'one.example' } };
  expect(faultsOf(pair)).toEqual([expect.stringMatching(/target\.host: is the same server as the source/)]);
  expect(faultsOf({ ...pair, side: { ...pair.side, port: 5432 } })).toHaveLength(1);
});

it.each([
  [
    'a database that is not named',
    { ...postgres, side: {} },
    [/source\.database: is missing: with engine postgres/, /target\.database: is missing/],
  ],
  [
    'schemas of MariaDB',
    { engine: 'mariadb', migration: { schemas: ['public'] } },
    [/databases: name at least one database/, /schemas: is no key of engine mariadb: name databases/],
  ],
  [
    'a database of a side of MySQL',
    { engine: 'mysql', side: { database: 'shop' }, migration: { databases: ['shop'] } },
    [/source\.database: is no key of engine mysql/, /target\.database: is no key/],
  ],
  [
    'the space for the log of PostgreSQL in another engine, and on the target',
    { engine: 'mysql', side: { walDiskGiB: 5 }, migration: { databases: ['shop'] } },
    [/target\.walDiskGiB/, /source\.walDiskGiB: is no key of engine mysql: remove it/],
  ],
  [
    'a bound of connections in another engine',
    { engine: 'mariadb', side: { maxConnections: 20 }, migration: { databases: ['shop'] } },
    [/source\.maxConnections: is no key of engine mariadb: remove it/, /target\.maxConnections/],
  ],
  [
    'a system schema of PostgreSQL',
    { ...postgres, migration: { schemas: ['pg_catalog', 'mysql'] } },
    [/schemas\[0\]: pg_catalog is a system schema/],
  ],
] satisfies [string, Pair, RegExp[]][])('refuses %s', (_, pair, lines) => {
  expect(faultsOf(pair)).toEqual(lines.map((line) => expect.stringMatching(line)));
});

it('leaves no port open after parsing', () => {
  const parsed = configSchema.parse(JSON.parse(documentOf(postgres)));
  expect(parsed.migrations[0]?.target.port).toBe(5432);
});
