// Parity of the schema on a real pair: what replication made equal is equal, each kind of difference is found, and the statement that
// is said to mend it does.
import { parityUnknownSchema, type ParityDifference, type ParityUnknown, type Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import type { ServerConnection } from '@cutover/databases';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import type { AreaReading } from '../../src/parity/parity-area.js';
import { schemaArea } from '../../src/parity/areas/schema/schema-area.js';
import { equalStatements } from '../support/equal-statements.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { probe } from '../support/schema-case.js';
import { schemaCases } from '../support/schema-cases.js';
import { serverLine } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let connections: ConnectionsService;
let seer: Awaited<ReturnType<typeof createAccount>>;

/** The definitions of the probe never go through replication: each side gets its own. */
const on = (role: Role, ...statements: readonly string[]): Promise<void> =>
  lab.withoutBinaryLog(role, async (root) => {
    await root.query(`USE ${probe}`);
    for (const statement of statements) await root.query(statement);
  });
const both = (...statements: readonly string[]): Promise<unknown> =>
  Promise.all([on('source', ...statements), on('target', ...statements)]);
const emptyProbe = async (): Promise<void> => {
  for (const role of ['source', 'target'] as const)
    await lab.withoutBinaryLog(role, async (root) => {
      await root.query(`DROP DATABASE IF EXISTS ${probe}`);
      await root.query(`CREATE DATABASE ${probe} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    });
};
/** `tables`: single ones, beside whole databases. */
const compare = (
  databases: readonly string[],
  by = connections,
  tables: readonly string[] = [],
): Promise<AreaReading> => {
  const [source, target] = [by.get('shop', 'source'), by.get('shop', 'target')];
  return compareOver(databases, { source, target }, tables);
};
const compareOver = (
  databases: readonly string[],
  { source, target }: Record<Role, ServerConnection>,
  tables: readonly string[] = [],
): Promise<AreaReading> => {
  const watched = { databases: [...databases], tables: tables.map((name) => `${probe}.${name}`) };
  const [migration] = configOf(lab, watched).migrations;
  if (migration === undefined) throw new Error('no migration');
  return schemaArea.compare({ migration, connections: { source, target }, bounds: { timeoutMs: 60_000 } });
};
const nameOf = ({ kind, object, part, blocks }: ParityDifference) => ({ kind, object, part, blocks });
const byName = (one: object, other: object): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
const isOurs = ({ only }: { only?: string }): boolean => only === undefined || only === serverLine.flavor;

beforeAll(async () => {
  lab = await labPair();
  await emptyProbe();
  const rights = [
    ...['shop', probe].map((database) => `SELECT, SHOW VIEW, TRIGGER, EVENT ON ${database}.*`),
    serverLine.flavor === 'mysql' ? 'SHOW_ROUTINE ON *.*' : 'SELECT ON mysql.proc',
  ];
  seer = await createAccount(lab, 'parity_seer', { source: rights, target: rights });
  connections = await whenUp(startConnections(configOf(lab, { source: seer.source, target: seer.target })));
});
afterAll(async () => {
  await connections.onApplicationShutdown();
  await seer.drop();
  for (const role of ['source', 'target'] as const)
    await lab.withoutBinaryLog(role, (root) => root.query(`DROP DATABASE IF EXISTS ${probe}`).then(() => undefined));
});

it('finds the sample shop equal, by at most twenty statements a side', async () => {
  const { differences, unknown, compared, statements } = await compare(['shop']);
  expect({ differences, unknown }).toEqual({ differences: [], unknown: [] });
  expect(compared).toMatchObject({ database: 1, view: 2, trigger: 1, function: 1, procedure: 1, event: 1 });
  expect(compared['table']).toBeGreaterThan(10);
  expect(Math.max(statements.source, statements.target)).toBeLessThanOrEqual(20);
});

it('takes one thing written in two ways for one', async () => {
  await emptyProbe();
  const pairs = equalStatements.filter(isOurs);
  await on('source', ...pairs.map(({ source }) => source));
  await on('target', ...pairs.map(({ target }) => target));
  const { differences, unknown, compared } = await compare([probe]);
  expect({ differences, unknown }).toEqual({ differences: [], unknown: [] });
  expect(compared).toMatchObject({ table: 8, trigger: 1, view: 1, procedure: 1, event: 1 });
});

it('finds every kind of difference, no other one, and a statement that mends it', async () => {
  await emptyProbe();
  const cases = schemaCases.filter(isOurs);
  for (const { name, both: shared = [], source = [], target = [] } of cases)
    try {
      await both(...shared);
      await on('source', ...source);
      await on('target', ...target);
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`);
    }
  const { differences, unknown } = await compare([probe]);
  expect(unknown).toEqual([]);
  expect(differences.map(nameOf).sort(byName)).toEqual(cases.flatMap(({ told }) => told).sort(byName));

  const beyond = differences.filter(({ mend }) => mend === null);
  expect(beyond.map(({ kind }) => kind).sort()).toEqual(
    cases
      .flatMap(({ told, isBeyondStatements = [] }) =>
        told.map(({ kind }) => kind).filter((kind) => isBeyondStatements.includes(kind)),
      )
      .sort(),
  );
  for (const { id, mend } of differences) {
    if (mend === null) continue;
    await lab.withAdmin('target', async (root) => {
      for (const statement of mend.statements)
        await root.query(statement).catch((error: unknown) => {
          throw new Error(`${id}: ${statement}: ${String(error)}`);
        });
    });
  }
  const after = await compare([probe]);
  expect(after.unknown).toEqual([]);
  expect(after.differences).toEqual(beyond);
});

describe('what cannot be read', () => {
  /** Does what each unknown part says, as an administrator. */
  const doAsTold = async (unknown: readonly ParityUnknown[]): Promise<void> => {
    for (const { side, grants } of unknown)
      await lab.withAdmin(side ?? 'target', async (root) => {
        for (const statement of grants.join(' ').split(/(?<=;) /)) await root.query(statement);
      });
  };
  /** Every statement about this view of the catalog sleeps on the server until its bound ends it. */
  const slowAt = (connection: ServerConnection, view: string): ServerConnection =>
    new Proxy(connection, {
      get: (of, name) => {
        if (name !== 'query') return Reflect.get(of, name, of) as unknown;
        const query: ServerConnection['query'] = (sql, params, bounds) =>
          sql.includes(view) ? of.query('SELECT SLEEP(600)', [], { timeoutMs: 300 }) : of.query(sql, params, bounds);
        return query;
      },
    });

  it('is unknown with the GRANT, and known when it is given', async () => {
    // The closer grant overrules the wider one, and gives SELECT only.
    const rights = ['SELECT ON shop.*', 'SELECT, SHOW VIEW, TRIGGER, EVENT ON `sho%`.*'];
    const poor = await createAccount(lab, 'parity_poor', { source: rights, target: rights });
    const service = await whenUp(startConnections(configOf(lab, { source: poor.source, target: poor.target })));
    try {
      const { differences, unknown } = await compare(['shop'], service);
      expect(differences).toEqual([]);
      expect(unknown.filter(({ side }) => side === 'target').map(({ what }) => what)).toEqual([
        ...['triggers of shop', 'events of shop', 'definitions of views of shop', 'procedures and functions'],
        // MySQL shows them to an account that may only read.
        ...(serverLine.flavor === 'mysql' ? [] : ['rules of foreign keys of shop']),
      ]);
      await doAsTold(unknown);
      const seen = await compare(['shop'], service);
      expect(seen).toMatchObject({ differences: [], unknown: [], compared: { trigger: 1, view: 2, event: 1 } });
    } finally {
      await service.onApplicationShutdown();
      await poor.drop();
    }
  });

  it('is unknown of single tables that an account sees by rights on them alone, and known by the GRANT', async () => {
    await emptyProbe();
    const parent = 'CREATE TABLE p (id INT PRIMARY KEY)';
    const view = (text: string): string => `CREATE VIEW v AS SELECT ${text} AS a FROM p`;
    const keys = 'a INT, KEY f (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)';
    await on('source', parent, `CREATE TABLE t (${keys} ON DELETE CASCADE, CHECK (a > 0))`, view('id'));
    await on('source', 'CREATE TABLE gone (a INT)');
    await on('target', parent, `CREATE TABLE t (${keys})`, view('id + 1'));
    const names = ['p', 't', 'v'];
    const ofTables = ['p', 't'].map((name) => `SELECT, TRIGGER ON ${probe}.${name}`);
    // A wider grant that the new one must not take away.
    const rights = [...ofTables, `SELECT, TRIGGER ON ${probe}.v`, 'EXECUTE ON `parity%`.*'];
    const poor = await createAccount(lab, 'parity_single', { source: rights, target: rights });
    const service = await whenUp(startConnections(configOf(lab, { source: poor.source, target: poor.target })));
    try {
      const { unknown, differences } = await compare([], service, names);
      const isMysql = serverLine.flavor === 'mysql';
      const hidden = [
        ...(isMysql ? [] : [`checks of tables in ${probe}`, `rules of foreign keys of ${probe}`]),
        `definition of view ${probe}.v`,
      ];
      for (const role of ['source', 'target'] as const) {
        const told = unknown.filter(({ side }) => side === role).map(({ what }) => what);
        expect(told.filter((what) => hidden.includes(what)).sort()).toEqual([...hidden].sort());
      }
      expect(unknown.map((each) => parityUnknownSchema.parse(each))).toEqual(unknown);
      const ofView = differences.filter(({ kind }) => ['view', 'check', 'foreign key'].includes(kind));
      expect(ofView.filter(({ kind }) => !isMysql || kind === 'view')).toEqual([]);
      await doAsTold(unknown);
      const seen = await compare([], service, names);
      expect(seen.unknown).toEqual([]);
      expect(seen.differences.map(({ kind }) => kind).sort()).toEqual(['check', 'foreign key', 'view']);
    } finally {
      await service.onApplicationShutdown();
      await poor.drop();
    }
    const { differences } = await compare([], connections, [...names, 'gone']);
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'table', object: `${probe}.gone`, target: null }),
    );
  });

  it('is unknown of a table that the server cannot open, or whose engine keeps more than the catalog tells', async () => {
    await emptyProbe();
    // A MySQL target of the lab encrypts what it makes, and refuses what cannot be.
    if (serverLine.flavor === 'mysql') return;
    const part = (name: string, columns: string): string => `CREATE TABLE ${name} (${columns}) ENGINE = MyISAM`;
    const merged = (name: string, of: string, columns: string): string =>
      `CREATE TABLE ${name} (${columns}) ENGINE = MERGE UNION = (${of})`;
    const parts = (columns: string): string[] => [part('a', columns), merged('broken', 'a', columns), 'DROP TABLE a'];
    await on('source', ...parts('id INT, more INT'));
    await on('target', ...parts('id BIGINT'));
    await both(part('b', 'id INT'), merged('whole', 'b', 'id INT'), 'CREATE TABLE plain (id INT PRIMARY KEY)');
    const { differences, unknown, compared } = await compare([probe]);
    expect(differences).toEqual([]);
    expect(unknown.map(({ side, what }) => [side, what])).toEqual(
      (['source', 'target'] as const).flatMap((side) => [
        ...[
          [side, `table ${probe}.broken`],
          [side, `options of table ${probe}.whole`],
        ],
      ]),
    );
    expect(compared['table']).toBe(3);
  });

  it('is unknown where the catalog takes too long, and the rest is compared', async () => {
    const target = slowAt(connections.get('shop', 'target'), 'information_schema.PARTITIONS');
    const reading = await compareOver(['shop'], { source: connections.get('shop', 'source'), target });
    expect(reading.differences).toEqual([]);
    expect(reading.unknown).toMatchObject([{ what: 'partitions', side: 'target', blocks: true }]);
    expect(reading.unknown[0]?.reason).toContain('did not answer within the time');
  });

  it('compares a view whose table is gone, and code of a definer that does not exist', async () => {
    await emptyProbe();
    const odd = [
      ...['CREATE TABLE gone (a INT)', 'CREATE VIEW broken AS SELECT a FROM gone', 'DROP TABLE gone'],
      ...['CREATE TABLE here (a INT)', "CREATE DEFINER=nobody@'%' VIEW orphan AS SELECT a FROM here"],
    ];
    await both(...odd);
    expect(await compare([probe])).toMatchObject({ differences: [], unknown: [], compared: { view: 2 } });
    await on('target', 'DROP VIEW broken');
    const [missing, ...more] = (await compare([probe])).differences;
    expect(more).toEqual([]);
    expect(missing).toMatchObject({ kind: 'view', object: `${probe}.broken`, target: null, blocks: true });
  });
});
