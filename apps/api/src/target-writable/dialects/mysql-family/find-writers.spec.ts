import { exemptWriters, findWriters, type Privileges } from './find-writers.js';
import type { AccountRow } from './statements.js';

const account = (user: string, host: string, flags: Partial<AccountRow> = {}): AccountRow => ({
  ...{ user, host, isRole: '0', isLocked: '0', mayWrite: '0', isExempt: '0' },
  ...flags,
});
const role = (name: string, flags: Partial<AccountRow> = {}): AccountRow => account(name, '', { isRole: 1, ...flags });
const right = (user: string, host: string, databaseName: string, tableName: string | null = null) => ({
  ...{ user, host, databaseName, tableName },
});
const shop = { databases: ['shop'], tables: [{ database: 'crm', name: 'people' }] };

function writers(
  accounts: AccountRow[],
  more: Partial<Privileges> = {},
  guard: 'none' | 'ordinary' | 'all' = 'none',
): string[] {
  const found = findWriters({ accounts, scopes: [], roles: [], ...more }, guard, shop);
  return found.writers?.named.map(({ account: name, by }) => `${name}: ${by}`) ?? [];
}

it('finds rights to everything, to a watched database and to a watched table, and no others', () => {
  const accounts = ['all', 'db', 'table', 'other', 'sibling'].map((name) => account(name, '%'));
  accounts[0]!.mayWrite = 1;
  const scopes = [
    right('db', '%', 'shop'),
    right('table', '%', 'crm', 'people'),
    right('other', '%', 'archive'),
    right('sibling', '%', 'crm', 'visits'),
  ];
  expect(writers(accounts, { scopes })).toEqual([
    'all@%: rights on *.*',
    'db@%: rights on shop.*',
    'table@%: rights on crm.people',
  ]);
});

it.each([
  ['sh_p', true],
  ['sh\\_p', false],
  ['s%', true],
  ['crm', true],
  ['SHOP', true],
  ['shop.', false],
  ['%', true],
])('takes the database of a GRANT as the pattern it is: %s', (pattern, isFound) =>
  expect(writers([account('app', '%')], { scopes: [right('app', '%', pattern)] })).toHaveLength(isFound ? 1 : 0),
);

it('counts what comes through roles, and roles within roles, taken or not', () => {
  const roles = [
    { user: 'app', host: '%', role: 'clerk', roleHost: '' },
    { user: 'clerk', host: '', role: 'writer', roleHost: '' },
    { user: 'writer', host: '', role: 'clerk', roleHost: '' },
  ];
  const found = writers([account('app', '%'), role('clerk'), role('writer')], {
    ...{ roles, scopes: [right('writer', '', 'shop')] },
  });
  expect(found).toEqual(['app@%: rights on shop.*, through role writer']);
});

it('counts a role of MySQL, which is a locked account', () => {
  const roles = [{ user: 'app', host: '%', role: 'writer', roleHost: '%' }];
  const locked = account('writer', '%', { isLocked: 1, mayWrite: 1 });
  expect(writers([account('app', '%'), locked], { roles })).toEqual(['app@%: rights on *.*, through role writer']);
});

it('leaves out who cannot connect, and takes PUBLIC for everybody', () => {
  const accounts = [account('gone', '%', { mayWrite: 1, isLocked: 1 }), role('writer', { mayWrite: 1 })];
  expect(writers(accounts)).toEqual([]);
  expect(writers([...accounts, role('PUBLIC', { mayWrite: 1 })])).toEqual(['PUBLIC@: rights on *.*']);
});

it('under read_only leaves those that it does not stop, and under super_read_only nobody', () => {
  const accounts = [
    account('app', '%', { mayWrite: 1 }),
    account('dba', '%', { mayWrite: 1, isExempt: 1 }),
    // May pass read_only, and write nothing.
    account('watcher', '%', { isExempt: 1 }),
  ];
  expect(writers(accounts, {}, 'ordinary')).toEqual(['dba@%: rights on *.*']);
  expect(writers(accounts, {}, 'all')).toEqual([]);
});

it('passes read_only by a role too', () => {
  const roles = [{ user: 'app', host: '%', role: 'ops', roleHost: '' }];
  const found = writers(
    [account('app', '%'), role('ops', { isExempt: 1 })],
    {
      ...{ roles, scopes: [right('app', '%', 'shop')] },
    },
    'ordinary',
  );
  expect(found).toEqual(['app@%: rights on shop.*']);
});

it('calls administrators who may pass read_only and connect from the server itself only', () => {
  const root = account('root', 'localhost', { mayWrite: 1, isExempt: 1 });
  const found = findWriters({ accounts: [root], scopes: [], roles: [] }, 'none', shop);
  expect(found).toEqual({
    writers: { total: 0, named: [] },
    administrators: { total: 1, named: [{ account: 'root@localhost', by: 'rights on *.*' }] },
  });
});

it('names twenty accounts of thousands, and tells how many there are', () => {
  const accounts = Array.from({ length: 3_000 }, (_, index) => account(`app${index}`, '%', { mayWrite: 1 }));
  const found = findWriters({ accounts, scopes: [], roles: [] }, 'none', shop);
  expect(found.writers?.total).toBe(3_000);
  expect(found.writers?.named).toHaveLength(20);
});

it('names users that may write in spite of the guard anywhere, by a role too; without a guard all that may write', () => {
  const accounts = [
    account('root', 'localhost', { mayWrite: 1, isExempt: 1 }),
    account('app', '%'),
    account('clerk', '%'),
    account('reader', '%'),
    account('locked', '%', { mayWrite: 1, isExempt: 1, isLocked: 1 }),
    role('boss', { mayWrite: 1, isExempt: 1 }),
  ];
  const privileges = {
    accounts,
    scopes: [right('app', '%', 'archive')],
    roles: [{ user: 'clerk', host: '%', role: 'boss', roleHost: '' }],
  };
  expect([...exemptWriters(privileges, 'ordinary')].sort()).toEqual(['clerk', 'root']);
  expect([...exemptWriters(privileges, 'none')].sort()).toEqual(['app', 'clerk', 'root']);
});
