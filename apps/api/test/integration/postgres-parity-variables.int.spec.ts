// Parity of settings on a real PostgreSQL pair: each difference is made on one side, named rightly, and mended as told.
import { parityUnknownSchema, type ParityDifference, type Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { variablesArea } from '../../src/parity/areas/variables/variables-area.js';
import type { AreaReading } from '../../src/parity/parity-area.js';
import { comparedBy } from '../support/compared-area.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';

let lab: PostgresLab;

const on = (role: Role, ...statements: readonly string[]): Promise<void> =>
  lab.withAdmin(role, async (admin) => {
    for (const statement of statements) await admin.query(statement);
    // The server reads its files a moment after it has been told to.
    await admin.query('SELECT pg_reload_conf(), pg_sleep(0.2)');
  });
const compare = (sides: Partial<Record<Role, EndpointConfig>> = {}): Promise<AreaReading> =>
  comparedBy(variablesArea, lab, sides);
const said = ({ object, source, target, blocks }: ParityDifference) => ({ object, source, target, blocks });
const asTold = async ({ mend }: ParityDifference): Promise<void> => on('target', ...(mend?.statements ?? []));

beforeAll(async () => {
  lab = await postgresPair();
  // A test that was ended may have left some.
  await on('target', 'ALTER SYSTEM RESET ALL', 'ALTER DATABASE shop RESET ALL');
});
afterAll(() => on('target', 'ALTER SYSTEM RESET ALL', 'ALTER DATABASE shop RESET ALL'));

it('finds the pair equal, by two statements a side', async () => {
  const { differences, unknown, compared, statements } = await compare();
  expect({ differences, unknown }).toEqual({ differences: [], unknown: [] });
  expect(compared['variable']).toBeGreaterThan(50);
  expect(statements).toEqual({ source: 2, target: 2 });
});

it.each([
  ['standard_conforming_strings', 'off', 'on'],
  ['search_path', "'app', public", '"$user", public'],
  ['datestyle', "'SQL, DMY'", 'ISO, MDY'],
  ['default_transaction_isolation', "'serializable'", 'read committed'],
  ['statement_timeout', "'5s'", '0'],
  ['synchronous_commit', "'off'", 'on'],
  ['row_security', 'off', 'on'],
  ['session_preload_libraries', "'pgrowlocks'", ''],
  ['timezone', "'Asia/Tokyo'", null],
])('names %s that differs, with the statement that mends it', async (name, value, before) => {
  await on('target', `ALTER SYSTEM SET ${name} = ${value}`);
  try {
    const { differences, unknown } = await compare();
    expect(unknown).toEqual([]);
    expect(differences.map(said)).toMatchObject([
      { object: name, ...(before === null ? {} : { source: before }), blocks: false },
    ]);
    await asTold(differences[0]!);
    expect((await compare()).differences).toEqual([]);
  } finally {
    await on('target', 'ALTER SYSTEM RESET ALL');
  }
});

it('tells of a limit only where the target allows less, and not of a zone of another name', async () => {
  await on('target', "ALTER SYSTEM SET timezone = 'Etc/UTC'");
  await on('source', "ALTER SYSTEM SET timezone = 'UTC'", "ALTER SYSTEM SET lock_timeout = '9s'");
  try {
    expect((await compare()).differences).toEqual([]);
    await on('target', "ALTER SYSTEM SET lock_timeout = '8s'");
    expect((await compare()).differences.map(said)).toEqual([
      { object: 'lock_timeout', source: '9000', target: '8000', blocks: false },
    ]);
  } finally {
    await on('target', 'ALTER SYSTEM RESET ALL');
    await on('source', 'ALTER SYSTEM RESET ALL');
  }
});

it('tells of what waits for a restart', async () => {
  await on('target', 'ALTER SYSTEM SET max_wal_senders = 27');
  try {
    const { differences } = await compare();
    expect(differences.map(said)).toEqual([
      {
        ...{ object: 'list of settings that wait for a restart', source: '', target: 'max_wal_senders', blocks: false },
      },
    ]);
  } finally {
    await on('target', 'ALTER SYSTEM RESET ALL');
  }
});

it('leaves to the accounts what ALTER DATABASE sets', async () => {
  await on('target', "ALTER DATABASE shop SET statement_timeout = '5s'");
  try {
    expect((await compare()).differences).toEqual([]);
  } finally {
    await on('target', 'ALTER DATABASE shop RESET ALL');
  }
});

it('blocks for a database of another encoding or other rules of sorting', async () => {
  await on('target', "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  await on('target', "CREATE DATABASE german LOCALE_PROVIDER icu ICU_LOCALE 'de' TEMPLATE template0");
  try {
    const latin = await compare({ target: endpointOf(lab, 'target', { database: 'latin' }) });
    expect(latin.differences.map(said)).toContainEqual({
      ...{ object: 'encoding of the database', source: 'UTF8', target: 'LATIN1', blocks: true },
    });
    const german = await compare({ target: endpointOf(lab, 'target', { database: 'german' }) });
    expect(german.differences.filter(({ blocks }) => blocks).map(said)).toEqual([
      { object: 'locale provider of the database', source: 'libc', target: 'icu', blocks: true },
      { object: 'ICU locale of the database', source: '', target: 'de', blocks: true },
    ]);
    for (const { mend } of german.differences) expect(mend).toBeNull();
  } finally {
    await on('target', 'DROP DATABASE latin WITH (FORCE)');
    await on('target', 'DROP DATABASE german WITH (FORCE)');
  }
});

it('does not compare what an account may not see, until it has the right', async () => {
  await on('target', "CREATE ROLE bare LOGIN PASSWORD 'bare-password'", 'GRANT CONNECT ON DATABASE shop TO bare');
  await on('target', "ALTER SYSTEM SET session_preload_libraries = 'pgrowlocks'");
  const bare = endpointOf(lab, 'target', { username: 'bare', password: 'bare-password' });
  try {
    const { differences, unknown } = await compare({ target: bare });
    expect(differences).toEqual([]);
    expect(unknown.map((each) => parityUnknownSchema.parse(each))).toMatchObject([
      { side: 'target', blocks: false, grants: ['GRANT pg_read_all_settings TO "bare";'] },
    ]);
    expect(unknown[0]?.what).toContain('session_preload_libraries');
    await on('target', ...(unknown[0]?.grants ?? []));
    const seen = await compare({ target: bare });
    expect(seen.unknown).toEqual([]);
    expect(seen.differences.map(({ object }) => object)).toEqual(['session_preload_libraries']);
  } finally {
    await on('target', 'ALTER SYSTEM RESET ALL', 'DROP OWNED BY bare', 'DROP ROLE bare');
  }
});
