import type { Account, HeldRight, SideAccounts } from './account.js';
import { compareAccounts } from './compare-accounts.js';
import { compareDefiners } from './compare-definers.js';
import { accountsDialects } from './dialects/registry.js';
import { leftOut, leftOutByName } from './left-out.js';

const { statements, shadowingGrants } = accountsDialects.mariadb;
const terms = { statements, shadowingGrants, rds: false, databases: ['shop'] };
const known = new Set(['SELECT', 'INSERT', 'GRANT OPTION']);

const account = (key: string, change: Partial<Account> = {}): Account => ({
  ...{ key, text: key, isRole: false, plugins: ['mysql_native_password'], credential: 'same', isSalted: false },
  isOnlyBySystem: false,
  attributes: { 'account lock': 'ACCOUNT UNLOCK' },
  ...change,
});
const right = (owner: string, on: string, privileges: string[], change: Partial<HeldRight> = {}): HeldRight => ({
  ...{ owner, group: 'static', on, privileges: new Set(privileges), concernsWatched: true },
  ...change,
});
const side = (accounts: Account[], rights: HeldRight[] = [], knownPrivileges = known): SideAccounts => ({
  ...{ accounts: new Map(accounts.map((each) => [each.key, each])), rights, knownPrivileges },
  plugins: new Map<string, string | null>([['mysql_native_password', null]]),
});
const compare = (source: SideAccounts, target: SideAccounts, without: ReadonlyMap<string, string> = new Map()) =>
  compareAccounts(source, target, without, terms);

it('finds nothing where both sides are the same', () => {
  const same = () => side([account('app@%')], [right('app@%', '`shop`.*', ['SELECT'])]);
  expect(compare(same(), same())).toEqual({ differences: [], unread: [] });
});

it('blocks for what the target lacks, and not for what it gives beyond the source', () => {
  const [found, beyond] = compare(
    side([account('app@%')], [right('app@%', '`shop`.*', ['SELECT', 'INSERT'])]),
    side([account('app@%')], [right('app@%', '`shop`.*', ['SELECT']), right('app@%', '`shop`.`t`', ['INSERT'])]),
  ).differences;
  expect(found).toMatchObject({
    ...{ id: 'accounts/grant/app@%/on `shop`.*', source: 'INSERT, SELECT', target: 'SELECT', blocks: true },
    mend: { on: 'target', statements: ['SET SESSION sql_log_bin = 0;', 'GRANT INSERT ON `shop`.* TO app@%;'] },
  });
  expect(beyond).toMatchObject({ source: null, target: 'INSERT', blocks: false });
});

it('does not block for rights on what nobody watches', () => {
  const archive = right('app@%', '`archive`.*', ['SELECT'], { concernsWatched: false });
  expect(compare(side([account('app@%')], [archive]), side([account('app@%')])).differences).toMatchObject([
    { blocks: false, why: expect.stringContaining('Nothing watched is meant') },
  ]);
  expect(compare(side([account('app@%')], [archive]), side([])).differences).toMatchObject([
    { part: null, blocks: false },
  ]);
});

it('leaves aside privileges that only one version has, and says which are gone', () => {
  const newer = new Set([...known, 'NEW']);
  const all = (names: string[]) => [right('app@%', '*.*', names)];
  expect(
    compare(side([account('app@%')], all(['SELECT'])), side([account('app@%')], all(['SELECT', 'NEW']), newer))
      .differences,
  ).toEqual([]);
  const [gone] = compare(side([account('app@%')], all(['NEW']), newer), side([account('app@%')])).differences;
  expect(gone).toMatchObject({ blocks: false, mend: null, why: expect.stringContaining('has no NEW') });
});

it('takes a restriction of the target for what it is: less than the source allows', () => {
  const revoked = right('app@%', '`shop`.*', ['SELECT'], { group: 'restriction' });
  const restricted = side([account('app@%')], [revoked]);
  expect(compare(side([account('app@%')]), restricted).differences).toMatchObject([{ blocks: true }]);
  expect(compare(restricted, side([account('app@%')])).differences).toMatchObject([{ blocks: false }]);
});

it('tells of a password only that it is another one, and of one with a salt that it cannot tell', () => {
  const secret = 'c0ffee';
  const other = compare(side([account('app@%', { credential: secret })]), side([account('app@%')]));
  expect(other.differences).toMatchObject([{ part: 'password', blocks: true, mend: { on: 'source' } }]);
  expect(JSON.stringify(other)).not.toContain(secret);
  const salted = { plugins: ['caching_sha2_password'], isSalted: true };
  const unproved = compare(
    side([account('app@%', { ...salted, credential: secret })]),
    side([account('app@%', salted)]),
  );
  expect(unproved).toMatchObject({
    differences: [],
    unread: [{ what: 'passwords of app@%', side: null, blocks: true }],
  });
  expect(compare(side([account('app@%', salted)]), side([account('app@%', salted)])).unread).toEqual([]);
});

it('blocks for a limit that is stricter on the target, and for no other', () => {
  const limited = (limit: number) =>
    side([account('app@%', { attributes: { 'connections at once': `WITH MAX_USER_CONNECTIONS ${limit}` } })]);
  const blocks = (source: number, target: number) =>
    compare(limited(source), limited(target)).differences.map((each) => each.blocks);
  expect([blocks(0, 5), blocks(5, 0), blocks(5, 4), blocks(4, 5), blocks(5, 5)]).toEqual([
    ...[[true], [false], [true], [false]],
    [],
  ]);
});

it('says how a missing account is copied without a hash of ours, and what it holds then', () => {
  const held = [right('app@%', '`shop`.*', ['SELECT']), right('app@%', '`clerk`', ['MEMBER'], { group: 'role' })];
  const [found] = compare(side([account('app@%')], held), side([])).differences;
  expect(found).toMatchObject({ part: null, target: null, blocks: true });
  expect(found?.mend?.note).toContain('First, on the source: SHOW CREATE USER app@%');
  expect(found?.mend?.statements).toEqual([
    'SET SESSION sql_log_bin = 0;',
    "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_CREATE_USER');",
    'GRANT SELECT ON `shop`.* TO app@%;',
    'GRANT `clerk` TO app@%;',
  ]);
});

it('warns of an account that only the target has', () =>
  expect(compare(side([]), side([account('intruder@%')])).differences).toMatchObject([
    { source: null, blocks: false, mend: { statements: ['SET SESSION sql_log_bin = 0;', 'DROP USER intruder@%;'] } },
  ]));

it('leaves out what differs for a reason, and names the reason', () => {
  const sides = side(
    [
      ...['mysql.sys@localhost', 'root@localhost', 'root@%', 'rdsadmin@localhost', 'repl@10.%', 'cutover@%'].map(
        (key) => account(key),
      ),
      account('deploy@localhost', { isOnlyBySystem: true }),
      ...['backup@localhost', 'runs@localhost'].map((key) => account(key, { isOnlyBySystem: true })),
      account('repl@192.0.2.%'),
    ],
    [right('repl@10.%', '*.*', ['REPLICATION SLAVE']), right('backup@localhost', '`shop`.*', ['SELECT'])],
  );
  const reasons = leftOut(
    { source: sides, target: sides },
    {
      ...{ own: ['cutover@%'], replication: ['repl'], definers: ['runs@localhost'] },
    },
  );
  expect([...reasons.keys()].sort()).toEqual([
    ...['cutover@%', 'deploy@localhost', 'mysql.sys@localhost', 'rdsadmin@localhost', 'repl@10.%', 'root@localhost'],
  ]);
  expect(compare(sides, side([account('root@%')]), reasons).differences.map(({ object }) => object)).toEqual([
    ...['backup@localhost', 'runs@localhost', 'repl@192.0.2.%'],
  ]);
});

it('blocks for a DEFINER that the source has and the target has not', () => {
  const object = { kind: 'view', database: 'shop', name: 'v' };
  const objects = ['app@%', 'gone@%', 'clerk'].map((definer) => ({ ...object, definer }));
  const target = side([account('clerk@', { isRole: true })]);
  const found = compareDefiners(objects, side([account('app@%')]), target, new Map());
  expect(found.map(({ object: definer, blocks }) => [definer, blocks])).toEqual([
    ['app@%', true],
    ['gone@%', false],
  ]);
  expect(found[0]?.why).toContain('view shop.v runs with the rights of app@%');
});

it('compares 5,000 accounts at once', () => {
  const many = (missing: number) => {
    const accounts = Array.from({ length: 5_000 - missing }, (_, index) => account(`app${index}@%`));
    return side(
      accounts,
      accounts.map(({ key }) => right(key, '`shop`.*', ['SELECT'])),
    );
  };
  expect(compare(many(0), many(3)).differences).toHaveLength(3);
});

it('expects an account on the target that may only replicate: the way back needs it', () => {
  const held = (...privileges: string[]) => side([account('back@%')], [right('back@%', '*.*', privileges)]);
  const reason = (source: SideAccounts, target: SideAccounts) =>
    leftOut({ source, target }, { own: [], replication: [], definers: [] }).get('back@%');
  expect(reason(side([]), held('REPLICATION SLAVE', 'REPLICATION CLIENT'))).toContain('the way back');
  expect(reason(side([]), held('REPLICATION SLAVE', 'SELECT'))).toBeUndefined();
  expect(reason(side([]), held('REPLICATION CLIENT'))).toBeUndefined();
  // On both sides it is compared like any other.
  expect(reason(held('REPLICATION SLAVE'), held('REPLICATION SLAVE'))).toBeUndefined();
});

describe('an account that the application uses is compared', () => {
  const without = (key: string, on: string, privileges: string[], own: string[] = []) => {
    const both = side([account(key)], [right(key, on, privileges)]);
    return leftOut({ source: both, target: both }, { own, replication: [], definers: [] }).get(key);
  };

  it('also where Cutover watches with the same, which writes rows of what is watched', () => {
    expect(without('app@%', '`shop`.*', ['SELECT', 'INSERT'], ['app@%'])).toBeUndefined();
    expect(without('app@%', '`shop`.*', ['SELECT', 'SHOW VIEW'], ['app@%'])).toBe('Cutover watches with it');
    expect(without('app@%', '`shop`.`cutover_sentinel`', ['INSERT', 'UPDATE'], ['app@%'])).toBeDefined();
    expect(without('root@%', '*.*', ['INSERT', 'SUPER'], ['root@%'])).toBeDefined();
  });

  it('also where it is called as the health check of a container', () => {
    expect(without('healthcheck@localhost', '`shop`.*', ['SELECT'])).toBeUndefined();
    expect(without('healthcheck@localhost', '*.*', ['USAGE'])).toBe('the health check of its container');
  });
});

it('names who is left out, as people write it, with the reason', () => {
  const source = side([account('root@localhost', { text: "'root'@'localhost'" })]);
  const target = side([account('cutover@%', { text: "'cutover'@'%'" })]);
  const reasons = leftOut({ source, target }, { own: ['cutover@%'], replication: [], definers: [] });
  expect(leftOutByName(reasons, { source, target })).toEqual([
    { object: "'cutover'@'%'", why: 'Cutover watches with it' },
    { object: "'root'@'localhost'", why: 'each server has an administrator of its own' },
  ]);
});

it('blocks for an account of the target alone that is taken in the place of another, and cannot do the same', () => {
  const blocksFor = (closer: Account, rights: HeldRight[] = []) =>
    compare(side([account('app@%')], [right('app@%', '`shop`.*', ['SELECT'])]), {
      ...side([account('app@%'), closer], [right('app@%', '`shop`.*', ['SELECT']), ...rights]),
    }).differences.map(({ object, blocks }) => [object, blocks]);
  const select = (owner: string) => [right(owner, '`shop`.*', ['SELECT', 'INSERT'])];
  const other = (key: string) => account(key, { credential: 'other' });
  expect(blocksFor(other('app@127.0.0.1'))).toEqual([['app@127.0.0.1', true]]);
  expect(blocksFor(other('@127.0.0.1'))).toEqual([['@127.0.0.1', true]]);
  expect(blocksFor(account('app@10.%'))).toEqual([['app@10.%', true]]);
  expect(blocksFor(account('app@10.%'), select('app@10.%'))).toEqual([['app@10.%', false]]);
  expect(blocksFor(other('app@'))).toEqual([['app@', true]]);
  expect(blocksFor(other('someone@127.0.0.1'))).toEqual([['someone@127.0.0.1', false]]);
  expect(blocksFor(other('@%'))).toEqual([['@%', false]]);
});

it('blocks for a closer grant of the target that overrules a wider one', () => {
  const wider = right('app@%', '`sho%`.*', ['SELECT']);
  const blocks = (...closer: HeldRight[]) =>
    compare(side([account('app@%')], [wider]), side([account('app@%')], [wider, ...closer])).differences.map(
      (each) => each.blocks,
    );
  expect(blocks(right('app@%', '`shop`.*', ['INSERT']))).toEqual([true]);
  expect(blocks(right('app@%', '`shop`.*', ['INSERT', 'SELECT']))).toEqual([false]);
  expect(blocks(right('app@%', '`shoes`.*', ['INSERT'], { concernsWatched: false }))).toEqual([false]);
  expect(blocks(right('app@%', '`shop`.*', ['INSERT']), right('app@%', '*.*', ['SELECT']))).toEqual([false, false]);
});

it('blocks for a plugin that the target has not loaded, once for all who log in by it', () => {
  const users = () => [account('a@%', { plugins: ['Ed25519'] }), account('b@%', { plugins: ['ed25519'] })];
  const loaded = (...plugins: [string, string | null][]) => ({ ...side(users()), plugins: new Map(plugins) });
  const [found, ...more] = compare(loaded(['ed25519', 'auth_ed25519.so']), loaded()).differences;
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    ...{ kind: 'plugin', object: 'ed25519', blocks: true, why: expect.stringContaining('a@%, b@%') },
    mend: { statements: ["INSTALL PLUGIN `ed25519` SONAME 'auth_ed25519.so';"] },
  });
  expect(compare(loaded(['ed25519', null]), loaded()).differences).toMatchObject([
    { mend: null, why: expect.stringContaining('ed25519 = ON') },
  ]);
  // What the source has not loaded fails there, too.
  expect(compare(loaded(), loaded()).differences).toEqual([]);
});

it('blocks for a password that is expired on the target only, and copies the one of the source', () => {
  const password = (clause: string) => side([account('app@%', { attributes: { 'expired password': clause } })]);
  expect(compare(password('not expired'), password('PASSWORD EXPIRE')).differences).toMatchObject([
    { part: 'expired password', blocks: true, mend: { on: 'source', note: expect.stringContaining('ALTER USER') } },
  ]);
  expect(compare(password('PASSWORD EXPIRE'), password('not expired')).differences).toMatchObject([{ blocks: false }]);
});
