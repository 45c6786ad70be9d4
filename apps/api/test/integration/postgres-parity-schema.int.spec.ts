// Parity of the schema on a real PostgreSQL pair: what is equal is told as equal, each kind of difference is found, and the statement
// that is said to mend it does.
import type { ParityDifference, Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { schemaArea } from '../../src/parity/areas/schema/schema-area.js';
import type { AreaReading } from '../../src/parity/parity-area.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { readAsAdmin } from '../support/read-as-admin.js';
import { postgresSchemaCases, probe } from '../support/postgres-schema-cases.js';
import { postgresCodeCases } from '../support/postgres-schema-cases-code.js';
import { has } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let connections: ConnectionsService;

/** Logical replication carries no definition: each side gets its own. */
const on = (role: Role, ...statements: readonly string[]): Promise<void> =>
  lab.withAdmin(role, async (admin) => {
    await admin.query(`SET search_path = ${probe}, public; SET allow_system_table_mods = on`);
    for (const statement of statements) await admin.query(statement);
  });
const both = async (...statements: readonly string[]): Promise<void> => {
  for (const role of ['source', 'target'] as const) await on(role, ...statements);
};
const removeProbe = async (): Promise<void> => {
  for (const role of ['source', 'target'] as const)
    await lab.withAdmin(role, (admin) =>
      admin.query(
        `DROP EVENT TRIGGER IF EXISTS parity_probe_trigger; DROP PUBLICATION IF EXISTS parity_probe_sent; DROP SCHEMA IF EXISTS ${probe} CASCADE; DROP EXTENSION IF EXISTS citext`,
      ),
    );
};
const emptyProbe = async (): Promise<void> => {
  await removeProbe();
  await both(`CREATE SCHEMA ${probe}`);
};
const compare = (
  watched: Partial<ReturnType<typeof configOf>['migrations'][number]>,
  sides: Partial<Record<Role, ServerConnection>> = {},
): Promise<AreaReading> => {
  const [migration] = configOf(lab, watched).migrations;
  if (migration === undefined) throw new Error('no migration');
  const pair = { source: connections.get('shop', 'source'), target: connections.get('shop', 'target'), ...sides };
  return schemaArea.compare({ migration, connections: pair, bounds: { timeoutMs: 60_000 } });
};
const nameOf = ({ kind, object, part, blocks }: ParityDifference): string =>
  `${blocks ? '!' : ''}${kind} ${object} ${part ?? '-'}`;
/** `view v_columns`: what no statement mends may be named with its object. */
const isNamed =
  (names: readonly string[] = []) =>
  (told: string): boolean =>
    names.some((name) => told.replace(/^!/, '').replace(`${probe}.`, '').startsWith(name));

beforeAll(async () => {
  lab = await postgresPair();
  await emptyProbe();
  connections = await whenUp(startConnections(configOf(lab)));
});
afterAll(async () => {
  await connections.onApplicationShutdown();
  await removeProbe();
});

it('finds the sample shop equal, by at most twenty-five statements a side', async () => {
  const { differences, unknown, compared, statements } = await compare({ schemas: ['public'] });
  expect({ differences, unknown }).toEqual({ differences: [], unknown: [] });
  expect(compared).toMatchObject({ schema: 1, view: 2, function: 2, procedure: 1, type: 5, table: 18 });
  expect(Math.max(statements.source, statements.target)).toBeLessThanOrEqual(25);
});

it('finds every kind of difference, no other one, and a statement that mends it', async () => {
  await emptyProbe();
  const cases = [...postgresSchemaCases, ...postgresCodeCases].filter(({ needs }) => has(needs, 'source'));
  for (const { name, both: shared = [], source = [], target = [] } of cases)
    try {
      const later = name === 'of the database' ? shared.filter((each) => !each.includes('e_label')) : shared;
      await both(...later);
      // Its argument is of a type that only this order makes on both sides.
      await both(...shared.filter((each) => !later.includes(each)));
      await on('source', ...source);
      await on('target', ...target);
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  const { differences, unknown } = await compare({ schemas: [probe] });
  expect(unknown).toEqual([]);
  expect(differences.map(nameOf).sort()).toEqual(cases.flatMap(({ told }) => told).sort());

  const beyond = differences.filter(({ mend }) => mend === null);
  const expected = cases.flatMap(({ told, isBeyondStatements }) => told.filter(isNamed(isBeyondStatements)));
  expect(beyond.map(nameOf).sort()).toEqual(expected.sort());
  // Types come before what uses them, and functions before triggers.
  const mended = differences.filter(({ mend }) => mend !== null);
  for (const { id, mend } of mended)
    await lab.withAdmin('target', async (admin) => {
      for (const statement of mend?.statements ?? [])
        await admin.query(statement).catch((error: unknown) => {
          throw new Error(`${id}: ${statement}: ${String(error)}`, { cause: error });
        });
    });
  const after = await compare({ schemas: [probe] });
  expect(after.unknown).toEqual([]);
  expect(after.differences.map(nameOf).sort()).toEqual([...beyond.map(nameOf), ...(await otherVersions())].sort());
});

/** What is told of the extension of the cases once both have it, where the servers bring it in two versions. */
async function otherVersions(): Promise<string[]> {
  const offered = "SELECT default_version FROM pg_available_extensions WHERE name = 'citext'";
  const [source, target] = [await readAsAdmin(lab, 'source', offered), await readAsAdmin(lab, 'target', offered)];
  return source === target ? [] : ['extension version citext -'];
}

it('leaves out what is not watched: other schemas, excluded tables, and schemas of which single tables are named', async () => {
  await emptyProbe();
  await both('CREATE TABLE kept (a integer)', 'CREATE TABLE spared (a integer)');
  await on('source', 'CREATE INDEX i ON spared (a)', 'CREATE VIEW v AS SELECT 1 AS one', 'CREATE INDEX k ON kept (a)');
  expect((await compare({ schemas: ['public'] })).differences).toEqual([]);
  const excluded = await compare({ schemas: [probe], excludeTables: [`${probe}.spared`] });
  expect(excluded.differences.map(nameOf).sort()).toEqual([`!index ${probe}.kept index k`, `!view ${probe}.v -`]);
  const single = await compare({ schemas: [], tables: [`${probe}.kept`] });
  expect(single.differences.map(nameOf)).toEqual([`!index ${probe}.kept index k`]);
});

it('says of an extension that the target does not offer that no statement makes it', async () => {
  const target = connections.get('shop', 'target');
  const without = new Proxy(target, {
    get: (of, name) => {
      if (name !== 'query') return Reflect.get(of, name, of) as unknown;
      const query: ServerConnection['query'] = (sql, params, bounds) =>
        of.query(
          sql.replace(
            'pg_available_extension_versions v',
            "$&$ WHERE v.name <> 'citext'".replace('$&$', 'pg_available_extension_versions v'),
          ),
          params,
          bounds,
        );
      return query;
    },
  });
  await on('source', 'CREATE EXTENSION citext');
  try {
    const { differences } = await compare({ schemas: ['public'] }, { target: without });
    expect(differences).toMatchObject([{ kind: 'extension', object: 'citext', mend: null, blocks: true }]);
    expect(differences[0]?.why).toContain('does not offer it');
    const [offered] = (await compare({ schemas: ['public'] })).differences;
    expect(offered?.mend?.statements).toEqual(['CREATE EXTENSION "citext" WITH SCHEMA "parity_probe";']);
  } finally {
    await on('source', 'DROP EXTENSION citext');
  }
});

it('is unknown where the catalog takes too long or may not be read, and the rest is compared', async () => {
  const target = connections.get('shop', 'target');
  const slow = new Proxy(target, {
    get: (of, name) => {
      if (name !== 'query') return Reflect.get(of, name, of) as unknown;
      const query: ServerConnection['query'] = (sql, params, bounds) =>
        sql.includes('pg_get_indexdef')
          ? of.query('SELECT pg_sleep(600)', [], { timeoutMs: 300 })
          : of.query(sql, params, bounds);
      return query;
    },
  });
  await on('source', 'REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC');
  try {
    const { differences, unknown, compared } = await compare({ schemas: ['public'] }, { target: slow });
    expect(differences).toEqual([]);
    expect(unknown).toMatchObject([
      {
        what: 'policies',
        side: 'source',
        reason: expect.stringContaining('permission denied') as string,
        blocks: true,
      },
      { what: 'indexes', side: 'target', blocks: true },
    ]);
    expect(unknown[1]?.reason).toContain('did not answer within the time');
    expect(compared['table']).toBe(18);
    expect(compared['index']).toBeUndefined();
  } finally {
    await on('source', 'GRANT SELECT ON pg_catalog.pg_policy TO PUBLIC');
  }
});
