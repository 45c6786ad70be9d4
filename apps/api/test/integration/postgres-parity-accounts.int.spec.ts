// Parity of roles on a real PostgreSQL pair: each difference is made on one side, named rightly, and mended as told.
import type { ParityDifference, Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { accountsArea } from '../../src/parity/areas/accounts/accounts-area.js';
import type { AreaReading } from '../../src/parity/parity-area.js';
import { comparedBy } from '../support/compared-area.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runDocumentSql } from '../support/run-document-sql.js';

let lab: PostgresLab;

const on = (role: Role, ...statements: readonly string[]): Promise<void> =>
  lab.withAdmin(role, async (admin) => {
    for (const statement of statements) await admin.query(statement);
  });
const both = async (...statements: readonly string[]): Promise<void> => {
  for (const role of ['source', 'target'] as const) await on(role, ...statements);
};
const schema = 'parity_rights';
/** The lab keeps its application from the target. */
const compare = async (sides: Partial<Record<Role, EndpointConfig>> = {}): Promise<AreaReading> => {
  const reading = await comparedBy(accountsArea, lab, sides, { schemas: [schema] });
  return { ...reading, differences: reading.differences.filter(({ object }) => object !== '"shop_app"') };
};
const said = ({ object, part, source, target, blocks }: ParityDifference) => ({ object, part, source, target, blocks });
const mend = async ({ mend: told }: ParityDifference): Promise<void> => {
  if (told?.on === 'target') await on('target', ...told.statements);
};
const names = ['parity_app', 'parity_role', 'parity_other', 'parity_extra'];
const remove = async (): Promise<void> => {
  for (const role of ['source', 'target'] as const)
    await lab.withAdmin(role, async (admin) => {
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; ALTER DATABASE shop RESET ALL`);
      for (const name of names) {
        const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
        if (rowCount) await admin.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
      }
    });
};
/** A pair with three equal roles and some objects; the passwords are one string on both sides. */
const secret = `SCRAM-SHA-256$4096:${'c2FsdHNhbHRzYWx0c2E'}=$${'A'.repeat(43)}=:${'B'.repeat(43)}=`;
const begin = async (): Promise<void> => {
  await remove();
  await both(
    ...names
      .slice(0, 3)
      .map((name) => `CREATE ROLE ${name} ${name === 'parity_role' ? '' : `LOGIN PASSWORD '${secret}'`}`),
    `CREATE SCHEMA ${schema}`,
    `CREATE TABLE ${schema}.t (id integer PRIMARY KEY, a text)`,
    `CREATE SEQUENCE ${schema}.s`,
    `CREATE FUNCTION ${schema}.f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    `CREATE TYPE ${schema}.e AS ENUM ('a')`,
  );
};

beforeAll(async () => {
  lab = await postgresPair();
  await runDocumentSql(lab, 'docs/postgresql.md', 'pg_authid');
});
beforeEach(begin);
afterAll(remove);

it('finds equal roles equal, leaves out whoever is meant to differ, and takes seven statements a side', async () => {
  const { differences, unknown, leftOut, statements } = await compare();
  expect(differences).toEqual([]);
  expect(unknown).toEqual([]);
  expect(leftOut?.map(({ object }) => object)).toEqual(['"cutover"', '"postgres"', '"replicator"']);
  expect(statements).toEqual({ source: 7, target: 7 });
});

type Case = readonly [what: string, side: Role, statements: readonly string[], told: object];
const app = '"parity_app"';
const cases: readonly Case[] = [
  [
    'an attribute',
    'source',
    ['ALTER ROLE parity_app CREATEDB'],
    { object: app, part: 'create databases', blocks: true },
  ],
  ['a right to log in', 'target', ['ALTER ROLE parity_app NOLOGIN'], { object: app, part: 'login', blocks: false }],
  [
    'a limit',
    'target',
    ['ALTER ROLE parity_app CONNECTION LIMIT 3'],
    { object: app, part: 'connection limit', blocks: true },
  ],
  [
    'a wider limit',
    'source',
    ['ALTER ROLE parity_app CONNECTION LIMIT 3'],
    { object: app, part: 'connection limit', blocks: false },
  ],
  [
    'an end of its password',
    'target',
    ["ALTER ROLE parity_app VALID UNTIL '2020-01-01Z'"],
    { object: app, part: 'valid until', blocks: true },
  ],
  [
    'a grant on a table',
    'source',
    [`GRANT SELECT, UPDATE ON ${schema}.t TO parity_app`],
    { object: app, part: `on TABLE ${schema}.t`, source: 'SELECT, UPDATE', target: null, blocks: true },
  ],
  [
    'a grant option',
    'source',
    [`GRANT SELECT ON ${schema}.t TO parity_app WITH GRANT OPTION`],
    { object: app, source: 'SELECT WITH GRANT OPTION', blocks: true },
  ],
  [
    'a grant on columns',
    'source',
    [`GRANT UPDATE (a) ON ${schema}.t TO parity_app`],
    { object: app, source: 'UPDATE (a)', blocks: true },
  ],
  [
    'a grant beyond',
    'target',
    [`GRANT DELETE ON ${schema}.t TO parity_app`],
    { object: app, source: null, target: 'DELETE', blocks: false },
  ],
  [
    'a grant on the schema',
    'source',
    [`GRANT USAGE ON SCHEMA ${schema} TO parity_role`],
    { object: '"parity_role"', part: `on SCHEMA ${schema}`, blocks: true },
  ],
  [
    'a grant on the database',
    'source',
    ['GRANT CREATE ON DATABASE shop TO parity_app'],
    { object: app, part: 'on DATABASE shop', blocks: true },
  ],
  [
    'a grant on a sequence',
    'source',
    [`GRANT USAGE ON SEQUENCE ${schema}.s TO parity_app`],
    { object: app, part: `on SEQUENCE ${schema}.s`, blocks: true },
  ],
  [
    'a grant that everybody has lost',
    'target',
    [`REVOKE EXECUTE ON FUNCTION ${schema}.f FROM PUBLIC`],
    { object: 'PUBLIC', part: `on ROUTINE ${schema}.f(x integer)`, blocks: true },
  ],
  [
    'a grant on a type',
    'source',
    [`REVOKE USAGE ON TYPE ${schema}.e FROM PUBLIC`],
    { object: 'PUBLIC', source: null, target: 'USAGE', blocks: false },
  ],
  [
    'a membership',
    'source',
    ['GRANT parity_role TO parity_app WITH ADMIN OPTION'],
    { object: app, part: 'role "parity_role"', blocks: true },
  ],
  [
    'an option of a membership',
    'source',
    ['GRANT pg_read_all_settings TO parity_app'],
    { object: app, part: 'role "pg_read_all_settings"', blocks: true },
  ],
  [
    'a default',
    'source',
    [`ALTER DEFAULT PRIVILEGES FOR ROLE parity_other IN SCHEMA ${schema} GRANT SELECT ON TABLES TO parity_app`],
    { object: app, source: 'SELECT', blocks: true },
  ],
  [
    'a default that everybody has lost',
    'target',
    ['ALTER DEFAULT PRIVILEGES FOR ROLE parity_other REVOKE EXECUTE ON ROUTINES FROM PUBLIC'],
    { object: 'PUBLIC', target: 'EXECUTE', blocks: true },
  ],
  [
    'an owner',
    'source',
    [`ALTER TABLE ${schema}.t OWNER TO parity_app`],
    { object: app, part: `owner of TABLE ${schema}.t`, blocks: true },
  ],
  [
    'an owner of a function',
    'source',
    [`ALTER FUNCTION ${schema}.f OWNER TO parity_app`],
    { object: app, part: `owner of ROUTINE ${schema}.f(x integer)`, blocks: true },
  ],
  [
    'a setting of a role',
    'source',
    ['ALTER ROLE parity_app SET search_path = app, public'],
    { object: app, part: 'settings in every database', source: 'search_path=app, public', blocks: true },
  ],
  [
    'a setting of a role in the database',
    'target',
    ["ALTER ROLE parity_app IN DATABASE shop SET statement_timeout = '5s'"],
    { object: app, part: 'settings in DATABASE "shop"', source: null, blocks: false },
  ],
  [
    'a setting of the database',
    'source',
    ["ALTER DATABASE shop SET statement_timeout = '5s'"],
    { object: 'PUBLIC', part: 'settings in DATABASE "shop"', blocks: true },
  ],
];

it.each(cases)('names %s, and the statement that mends it', async (_, side, statements, told) => {
  await on(side, ...statements);
  const ours = async () => (await compare()).differences;
  const differences = await ours();
  expect(differences.map(said)).toMatchObject([told]);
  await mend(differences[0]!);
  expect((await ours()).map(said)).toEqual([]);
});

it('names a role that the target lacks, brings a role with all that it has, and leaves a password to people', async () => {
  await on('source', `GRANT SELECT ON ${schema}.t TO parity_role, parity_app`);
  await on('target', 'DROP ROLE parity_role', 'DROP ROLE parity_app', `CREATE ROLE parity_extra LOGIN`);
  const { differences } = await compare();
  const found = new Map(differences.map((each) => [each.object, each]));
  expect(found.get('"parity_role"')).toMatchObject({ part: null, target: null, blocks: true });
  expect(found.get('"parity_extra"')).toMatchObject({ part: null, source: null, blocks: false });
  await mend(found.get('"parity_role"')!);
  const missing = found.get(app)!;
  const show = /First, on the source: (.*)\. It prints/s.exec(missing.mend?.note ?? '')?.[1] ?? '';
  const printed = await lab.withAdmin('source', (admin) => admin.query<Record<string, string>>(show));
  await on('target', Object.values(printed.rows[0] ?? {})[0] ?? '');
  await mend(missing);
  await mend(found.get('"parity_extra"')!);
  expect((await compare()).differences).toEqual([]);
});

describe('a password', () => {
  const other = (salt: string) => secret.replace('c2FsdHNhbHRzYWx0c2E', salt).replace(/A{43}/, 'C'.repeat(43));

  it('is another one where the salt is the same and the hash is not, and unknown where the salt is another', async () => {
    await on('target', `ALTER ROLE parity_app PASSWORD '${other('c2FsdHNhbHRzYWx0c2E')}'`);
    const [found] = (await compare()).differences.filter(({ object }) => object === app);
    expect(found).toMatchObject({ part: 'password', blocks: true, mend: { on: 'source' } });
    await on('target', `ALTER ROLE parity_app PASSWORD '${other('b3RoZXJvdGhlcm90aGU')}'`);
    const { differences, unknown } = await compare();
    expect(differences.filter(({ object }) => object === app)).toEqual([]);
    expect(unknown).toMatchObject([{ what: 'passwords of "parity_app"', side: null, blocks: true }]);
    expect(unknown[0]?.reason).toContain('salt');
  });

  it('that only one side has is told of, and an md5 beside a SCRAM is unknown', async () => {
    await on(
      'target',
      'ALTER ROLE parity_app PASSWORD NULL',
      `ALTER ROLE parity_other PASSWORD 'md5${'0'.repeat(32)}'`,
    );
    const { differences, unknown } = await compare();
    expect(differences.filter(({ object }) => object === app).map(said)).toEqual([
      { object: app, part: 'authentication', source: 'password', target: 'no password', blocks: true },
    ]);
    expect(unknown).toMatchObject([{ what: 'passwords of "parity_other"' }]);
  });

  it('is unknown where the account may not see it, with the GRANT, and no hash is in what is said', async () => {
    await on(
      'target',
      'REVOKE SELECT (rolname, rolpassword) ON pg_authid FROM cutover',
      'ALTER ROLE parity_app PASSWORD NULL',
    );
    try {
      const reading = await compare();
      expect(reading.differences.filter(({ object }) => object === app)).toEqual([]);
      expect(reading.unknown).toMatchObject([
        {
          ...{ what: 'passwords', side: 'target', blocks: true },
          grants: ['GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO "cutover";'],
        },
      ]);
      const onRds = await compare({ target: endpointOf(lab, 'target', { rds: true }) });
      expect(onRds.unknown).toMatchObject([{ what: 'passwords', grants: [] }]);
      expect(onRds.unknown[0]?.reason).toContain('Amazon RDS to nobody');
      await on('target', ...(reading.unknown[0]?.grants ?? []));
      const seen = await compare();
      expect(seen.unknown).toEqual([]);
      expect(JSON.stringify(seen)).not.toMatch(/SCRAM-SHA-256\$|A{43}/);
    } finally {
      await on('target', 'GRANT SELECT (rolname, rolpassword) ON pg_authid TO cutover');
    }
  });
});

it('does not tell of rights on what the target lacks, nor the value of a setting that may be a secret', async () => {
  await on('source', `CREATE TABLE ${schema}.gone (a integer)`, `GRANT SELECT ON ${schema}.gone TO parity_app`);
  await on('source', "ALTER ROLE parity_app SET app.key = 'hunter2'");
  const reading = await compare();
  const [found, ...more] = reading.differences;
  expect(more).toEqual([]);
  expect(found).toMatchObject({ part: 'settings in every database', mend: null });
  expect(JSON.stringify(reading)).not.toContain('hunter2');
});
