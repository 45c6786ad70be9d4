// Accounts of a pair of MariaDB servers: what differs, and that doing what is told makes it the same.
import type { ParityDifference } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { comparedAccounts, said } from '../support/compared-accounts.js';
import { mendAsTold } from '../support/compared-area.js';
import { labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';

let lab: Lab;
beforeAll(async () => {
  lab = await labPair();
});

const { compare, differences, on, both } = comparedAccounts(() => lab);

it('finds nothing on a sound pair, by a few statements a side', async () => {
  const reading = await compare();
  expect(reading).toMatchObject({ differences: [], unknown: [], compared: { account: 1, grant: 1, definer: 1 } });
  expect(Math.max(reading.statements.source, reading.statements.target)).toBeLessThan(12);
});

describe('accounts that the target does not have', () => {
  const awkward = ["'o''brien'@'%'", "'back`tick'@'10.0.0.%'", "'用户'@'%'", "''@'app.example'", "'a@b'@'%'"];
  const users = [...awkward, "'strict'@'%'", "'clerk_user'@'%'", "'proxied'@'%'", "'proxy'@'%'", "'two_ways'@'%'"];

  beforeAll(() =>
    on(
      'source',
      ...awkward.map((user) => `CREATE USER ${user} IDENTIFIED BY 'secret-${users.indexOf(user)}'`),
      ...["GRANT SELECT ON `sh\\_p%`.* TO 'o''brien'@'%'", "GRANT SELECT, DELETE ON shop.* TO 'back`tick'@'10.0.0.%'"],
      ...["GRANT UPDATE (email, phone), SELECT ON shop.customers TO '用户'@'%' WITH GRANT OPTION"],
      ...["GRANT EXECUTE ON PROCEDURE shop.restock TO 'a@b'@'%'", "GRANT PROCESS, SUPER ON *.* TO 'a@b'@'%'"],
      `CREATE USER 'strict'@'%' IDENTIFIED BY 'secret' REQUIRE SUBJECT '/CN=app' AND ISSUER '/CN=ca'
         WITH MAX_USER_CONNECTIONS 5 MAX_STATEMENT_TIME 1.5 PASSWORD EXPIRE INTERVAL 90 DAY ACCOUNT LOCK`,
      ...[
        'CREATE ROLE `cl``erk`',
        'CREATE ROLE writer',
        'GRANT INSERT ON shop.* TO writer',
        'GRANT writer TO `cl``erk`',
      ],
      ...["CREATE USER 'clerk_user'@'%'", "GRANT `cl``erk` TO 'clerk_user'@'%' WITH ADMIN OPTION"],
      "SET DEFAULT ROLE `cl``erk` FOR 'clerk_user'@'%'",
      ...["CREATE USER 'proxied'@'%'", "CREATE USER 'proxy'@'%'", "GRANT PROXY ON 'proxied'@'%' TO 'proxy'@'%'"],
      "CREATE USER 'two_ways'@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('secret') OR unix_socket",
    ),
  );
  afterAll(() =>
    both(
      ...users.map((user) => `DROP USER IF EXISTS ${user}`),
      ...['`cl``erk`', 'writer'].map((role) => `DROP ROLE IF EXISTS ${role}`),
    ),
  );

  it('are named with all that they hold, and are the same after what is told was done', async () => {
    const found = await differences();
    // The pattern `sh\\_p%` is no watched database: whoever holds nothing else keeps nobody from moving.
    const blocksFor = (object: string): boolean => object !== users[0];
    const expected = [...users, '`cl``erk`', '`writer`'].map((object) => [object, null, blocksFor(object)]);
    expect(found.map(({ object, part, blocks }) => [object, part, blocks])).toEqual(expect.arrayContaining(expected));
    expect(found).toHaveLength(users.length + 2);
    // Roles first: whoever is granted one must find it.
    const roles = found.filter(({ source }) => source?.startsWith('role'));
    const isRole = (each: ParityDifference): boolean => roles.includes(each);
    for (const each of [...roles.reverse(), ...found.filter((each) => !isRole(each))]) await mendAsTold(lab, each);
    expect(said(await differences())).toEqual([]);
  });

  it('of which no hash leaves the server, and no digest is answered', async () => {
    await on('target', "ALTER USER 'strict'@'%' IDENTIFIED BY 'another'");
    const reading = await compare();
    expect(reading.differences).toMatchObject([{ object: "'strict'@'%'", part: 'password', blocks: true }]);
    expect(JSON.stringify(reading)).not.toMatch(/[0-9a-f]{32}/i);
    await mendAsTold(lab, reading.differences[0]!);
    expect(await differences()).toEqual([]);
  });
});

describe('an account that both sides have', () => {
  const app = "'parity_app'@'%'";
  beforeAll(() =>
    both(
      `CREATE USER ${app} IDENTIFIED BY 'secret'`,
      `GRANT SELECT, INSERT ON shop.* TO ${app}`,
      'CREATE ROLE parity_role',
      `GRANT parity_role TO ${app}`,
    ),
  );
  afterAll(() => both(`DROP USER ${app}`, 'DROP ROLE parity_role'));

  it.each<[string, Partial<ParityDifference>]>([
    [
      `REVOKE INSERT ON shop.* FROM ${app}`,
      { part: 'on `shop`.*', source: 'INSERT, SELECT', target: 'SELECT', blocks: true },
    ],
    [`REVOKE ALL ON shop.* FROM ${app}`, { part: 'on `shop`.*', target: null, blocks: true }],
    [`GRANT DELETE ON shop.* TO ${app}`, { part: 'on `shop`.*', target: 'DELETE, INSERT, SELECT', blocks: false }],
    [`GRANT SELECT ON shop.* TO ${app} WITH GRANT OPTION`, { target: 'GRANT OPTION, INSERT, SELECT', blocks: false }],
    [
      `GRANT UPDATE (email) ON shop.customers TO ${app}`,
      { part: 'on `shop`.`customers`', source: null, blocks: false },
    ],
    [`GRANT RELOAD ON *.* TO ${app}`, { part: 'on *.*', source: null, target: 'RELOAD', blocks: false }],
    [`REVOKE parity_role FROM ${app}`, { part: 'role `parity_role`', target: null, blocks: true }],
    [`SET DEFAULT ROLE parity_role FOR ${app}`, { part: 'default role', source: 'DEFAULT ROLE NONE', blocks: true }],
    [`ALTER USER ${app} REQUIRE X509`, { part: 'TLS requirement', source: 'REQUIRE NONE', blocks: true }],
    [`ALTER USER ${app} WITH MAX_USER_CONNECTIONS 1`, { part: 'connections at once', blocks: true }],
    [`ALTER USER ${app} ACCOUNT LOCK`, { part: 'account lock', blocks: false }],
    [`ALTER USER ${app} PASSWORD EXPIRE NEVER`, { part: 'password lifetime', blocks: false }],
    [`ALTER USER ${app} IDENTIFIED VIA unix_socket`, { part: 'authentication', target: 'unix_socket', blocks: true }],
  ])('differs after %s on the target, until it is mended as told', async (statement, difference) => {
    await on('target', statement);
    const found = await differences();
    expect(found).toMatchObject([{ object: app, ...difference }]);
    await mendAsTold(lab, found[0]!);
    expect(said(await differences())).toEqual([]);
  });
});

it('names an account that only the target has, and does not block for it', async () => {
  await on('target', "CREATE USER 'intruder'@'%'");
  const found = await differences();
  expect(found).toMatchObject([{ object: "'intruder'@'%'", part: null, source: null, blocks: false }]);
  await mendAsTold(lab, found[0]!);
  expect(await differences()).toEqual([]);
});

it('names who is left out on purpose, and why', async () => {
  const { leftOut = [] } = await compare();
  expect(leftOut).toEqual(
    expect.arrayContaining([
      { object: "'cutover'@'%'", why: 'Cutover watches with it' },
      { object: "'replicator'@'%'", why: 'the target replicates with it' },
      { object: "'root'@'localhost'", why: 'each server has an administrator of its own' },
      { object: "'mariadb.sys'@'localhost'", why: "the server's own" },
    ]),
  );
});

it('expects an account on the target by which the old source could follow it', async () => {
  await on('target', "CREATE USER 'way_back'@'%'", "GRANT REPLICATION SLAVE ON *.* TO 'way_back'@'%'");
  try {
    const { differences: found, leftOut } = await compare();
    expect(found).toEqual([]);
    expect(leftOut).toContainEqual({ object: "'way_back'@'%'", why: expect.stringContaining('the way back') });
    await on('target', "GRANT SELECT ON shop.* TO 'way_back'@'%'");
    expect((await differences()).map(({ object }) => object)).toEqual(["'way_back'@'%'"]);
  } finally {
    await on('target', "DROP USER 'way_back'@'%'");
  }
});

it('blocks for a DEFINER that is no account on the target, and names what runs as it', async () => {
  await both("CREATE USER 'definer'@'%'", "CREATE DEFINER = 'definer'@'%' VIEW shop.of_definer AS SELECT 1");
  await on('target', "DROP USER 'definer'@'%'");
  try {
    expect((await differences()).find(({ kind }) => kind === 'definer')).toMatchObject({
      ...{ object: 'definer@%', target: null, blocks: true, why: expect.stringContaining('view shop.of_definer runs') },
    });
  } finally {
    await both('DROP VIEW shop.of_definer', "DROP USER IF EXISTS 'definer'@'%'");
  }
});

it('says which rights are missing to see accounts and definers, and they are all that is missing', async () => {
  // The closer grant overrules the wider one.
  const rights = ['SELECT ON shop.*', 'SELECT, SHOW VIEW, TRIGGER, EVENT ON `sho%`.*', 'SLAVE MONITOR ON *.*'];
  const { drop, ...blind } = await createAccount(lab, 'blind', { source: rights, target: rights });
  try {
    for (const role of ['source', 'target'] as const) {
      const { unknown, differences: none, compared } = await compare(blind);
      expect([none, compared]).toEqual([[], {}]);
      const told = unknown.find(({ side }) => side === role);
      expect(told).toMatchObject({ area: 'accounts', what: 'accounts', blocks: true });
      await on(role, ...statementsIn(told?.grants));
    }
    const { unknown } = await compare(blind);
    expect(unknown).toMatchObject([{ what: 'definers', side: 'target', blocks: true }]);
    for (const hidden of ['views', 'triggers', 'events', 'routines'])
      expect(unknown[0]?.reason).toContain(`${hidden} in shop`);
    await on('target', ...statementsIn(unknown[0]?.grants));
    expect((await compare(blind)).unknown).toEqual([]);
  } finally {
    await drop();
  }
});

/** The statements of `SET …; GRANT …;`, one by one, as a client sends them. */
function statementsIn(grants: readonly string[] = []): string[] {
  return grants
    .join(' ')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

it('compares 5,000 accounts, and finds the one that is not there', async () => {
  const many = `INSERT INTO mysql.global_priv SELECT '%', CONCAT('many_', seq), '{"access":0,"version_id":101118,"plugin":"mysql_native_password"}' FROM seq_1_to_5000`;
  const rights = `INSERT INTO mysql.db (Host, Db, User, Select_priv) SELECT '%', 'shop', CONCAT('many_', seq), 'Y' FROM seq_1_to_5000`;
  await both(many, rights);
  await on('target', "DELETE FROM mysql.global_priv WHERE User = 'many_4711'");
  try {
    const reading = await compare();
    expect(reading.compared['account']).toBe(5_001);
    expect(reading.differences.map(({ object }) => object)).toEqual(["'many_4711'@'%'"]);
  } finally {
    await both(
      "DELETE FROM mysql.global_priv WHERE User LIKE 'many\\_%'",
      "DELETE FROM mysql.db WHERE User LIKE 'many\\_%'",
    );
  }
});
