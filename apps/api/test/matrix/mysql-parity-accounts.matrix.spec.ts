// Accounts of a pair of MySQL servers: parity-accounts.int.spec.ts is the same of MariaDB.
import type { ParityDifference } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { comparedAccounts, said } from '../support/compared-accounts.js';
import { mendAsTold } from '../support/compared-area.js';
import { labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { serverLine } from '../support/server-line.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await labPair();
  });

  const { compare, differences, on, both } = comparedAccounts(() => lab);
  const shownOnSource = (account: string) =>
    lab.withAdmin('source', async (root) => {
      await root.query('SET SESSION print_identified_with_as_hex = ON');
      const [rows] = await root.query(`SHOW CREATE USER ${account}`);
      return String(Object.values((rows as Record<string, unknown>[])[0] ?? {})[0]);
    });

  it('finds nothing on a sound pair, by a few statements a side', async () => {
    const reading = await compare();
    expect(reading).toMatchObject({ differences: [], unknown: [], compared: { account: 1, grant: 1, definer: 1 } });
    expect(Math.max(reading.statements.source, reading.statements.target)).toBeLessThan(14);
  });

  describe('accounts that the target does not have', () => {
    const users = [
      "'o''brien'@'%'",
      "'用户'@'10.0.0.%'",
      "'strict'@'%'",
      "'clerk'@'%'",
      "'clerk_user'@'%'",
      "'proxy'@'%'",
    ];
    beforeAll(() =>
      on(
        'source',
        ...[
          "CREATE USER 'o''brien'@'%' IDENTIFIED BY 'secret'",
          "CREATE USER '用户'@'10.0.0.%' IDENTIFIED BY 'secret'",
        ],
        ...["GRANT SELECT ON `shop`.* TO 'o''brien'@'%' WITH GRANT OPTION", "GRANT PROCESS ON *.* TO 'o''brien'@'%'"],
        ...[
          "GRANT BACKUP_ADMIN ON *.* TO 'o''brien'@'%'",
          "GRANT ROLE_ADMIN ON *.* TO 'o''brien'@'%' WITH GRANT OPTION",
        ],
        ...["GRANT UPDATE (email), SELECT ON shop.customers TO '用户'@'10.0.0.%'"],
        ...["GRANT EXECUTE ON PROCEDURE shop.restock TO '用户'@'10.0.0.%'"],
        `CREATE USER 'strict'@'%' IDENTIFIED BY 'secret' REQUIRE SUBJECT '/CN=app' WITH MAX_USER_CONNECTIONS 5
           PASSWORD EXPIRE INTERVAL 90 DAY PASSWORD HISTORY 5 FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2 ACCOUNT LOCK`,
        ...["CREATE ROLE 'clerk'@'%'", "GRANT INSERT ON shop.* TO 'clerk'@'%'"],
        ...[
          "CREATE USER 'clerk_user'@'%' IDENTIFIED BY 'secret'",
          "GRANT 'clerk'@'%' TO 'clerk_user'@'%' WITH ADMIN OPTION",
        ],
        "ALTER USER 'clerk_user'@'%' DEFAULT ROLE 'clerk'@'%'",
        ...["CREATE USER 'proxy'@'%' IDENTIFIED BY 'secret'", "GRANT PROXY ON 'strict'@'%' TO 'proxy'@'%'"],
      ),
    );
    afterAll(() => both(...users.map((user) => `DROP USER IF EXISTS ${user}`)));

    it('are named with all that they hold, and are the same after what is told was done', async () => {
      const found = await differences();
      expect(found.map(({ object }) => object).sort()).toEqual([...users].sort());
      const isRole = ({ object }: ParityDifference): boolean => object === "'clerk'@'%'";
      for (const each of [...found.filter(isRole), ...found.filter((each) => !isRole(each))])
        await mendAsTold(lab, each);
      const after = await compare();
      expect([said(after.differences), after.unknown]).toEqual([[], []]);
    });

    it('says that a salted password cannot be compared, until its string is copied', async () => {
      await on('target', "ALTER USER 'proxy'@'%' IDENTIFIED BY 'secret'");
      const reading = await compare();
      expect(reading.differences).toEqual([]);
      expect(reading.unknown).toMatchObject([{ what: "passwords of 'proxy'@'%'", side: null, blocks: true }]);
      expect(JSON.stringify(reading)).not.toMatch(/\$A\$|[0-9a-f]{32}/i);
      expect(reading.unknown[0]?.action).toContain("SHOW CREATE USER 'proxy'@'%'");
      const line = await shownOnSource("'proxy'@'%'");
      await on('target', line.replace('CREATE USER', 'ALTER USER'));
      expect((await compare()).unknown).toEqual([]);
    });
  });

  describe('an account that both sides have', () => {
    const app = "'parity_app'@'%'";
    beforeAll(async () => {
      await on('source', `CREATE USER ${app} IDENTIFIED BY 'secret'`);
      await on('target', await shownOnSource(app));
      await both(
        `GRANT SELECT, INSERT ON shop.* TO ${app}`,
        ...["CREATE ROLE 'parity_role'@'%'", `GRANT 'parity_role'@'%' TO ${app}`],
      );
    });
    afterAll(() => both(`DROP USER ${app}`, "DROP ROLE 'parity_role'@'%'"));

    it.each<[string, Partial<ParityDifference>]>([
      [`REVOKE INSERT ON shop.* FROM ${app}`, { part: 'on `shop`.*', target: 'SELECT', blocks: true }],
      [`GRANT BACKUP_ADMIN ON *.* TO ${app} WITH GRANT OPTION`, { part: 'dynamic privileges on *.*', blocks: false }],
      [`REVOKE 'parity_role'@'%' FROM ${app}`, { part: "role 'parity_role'@'%'", target: null, blocks: true }],
      [`ALTER USER ${app} DEFAULT ROLE 'parity_role'@'%'`, { part: 'default role', blocks: true }],
      [`ALTER USER ${app} REQUIRE SSL`, { part: 'TLS requirement', target: 'REQUIRE SSL', blocks: true }],
      [`ALTER USER ${app} PASSWORD HISTORY 3`, { part: 'password history', blocks: false }],
      [`ALTER USER ${app} PASSWORD REQUIRE CURRENT`, { part: 'current password', blocks: false }],
      [`ALTER USER ${app} FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 1`, { part: 'failed logins', blocks: false }],
      [`ALTER USER ${app} ACCOUNT LOCK`, { part: 'account lock', blocks: false }],
      [`ALTER USER ${app} IDENTIFIED WITH sha256_password BY 'x'`, { part: 'authentication', blocks: true }],
    ])('differs after %s on the target, until it is mended as told', async (statement, difference) => {
      await on('target', statement);
      const found = await differences();
      expect(found).toMatchObject([{ object: app, ...difference }]);
      await mendAsTold(lab, found[0]!);
      const after = await compare();
      expect([said(after.differences), after.unknown]).toEqual([[], []]);
    });

    it('tells a partial revoke of the target from a right that the source allows', async () => {
      await both('SET GLOBAL partial_revokes = ON', `GRANT UPDATE ON *.* TO ${app}`);
      try {
        await on('target', `REVOKE UPDATE ON shop.* FROM ${app}`);
        const found = await differences();
        expect(found).toMatchObject([{ part: 'revoked on `shop`.*', source: null, target: 'UPDATE', blocks: true }]);
        await mendAsTold(lab, found[0]!);
        expect(said(await differences())).toEqual([]);
        await on('source', `REVOKE UPDATE ON shop.* FROM ${app}`);
        const beyond = await differences();
        expect(beyond).toMatchObject([{ part: 'revoked on `shop`.*', source: 'UPDATE', target: null, blocks: false }]);
        await mendAsTold(lab, beyond[0]!);
        expect(said(await differences())).toEqual([]);
      } finally {
        await both(`REVOKE UPDATE ON *.* FROM ${app}`, 'SET GLOBAL partial_revokes = OFF');
      }
    });
  });

  it('says which rights are missing to see accounts and definers, and they are all that is missing', async () => {
    const rights = ['SELECT ON shop.*', 'REPLICATION CLIENT ON *.*'];
    const { drop, ...blind } = await createAccount(lab, 'blind', { source: rights, target: rights });
    const statementsIn = (grants: readonly string[] = []): string[] =>
      grants
        .join(' ')
        .split(';')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    try {
      const { unknown } = await compare(blind);
      expect(unknown.map(({ what, side }) => [what, side])).toEqual([
        ['accounts', 'source'],
        ['accounts', 'target'],
      ]);
      for (const { side, grants } of unknown) await on(side ?? 'target', ...statementsIn(grants));
      const [definers] = (await compare(blind)).unknown.filter(({ what }) => what === 'definers');
      expect(definers).toMatchObject({ side: 'target', blocks: true });
      await on('target', ...statementsIn(definers?.grants));
      // The account of the lab has two passwords, and here it is one of the others.
      const left = (await compare(blind)).unknown;
      expect(left.map(({ what }) => what)).toEqual(["passwords of 'cutover'@'%'"]);
    } finally {
      await drop();
    }
  });
});
