import type { Role } from '@cutover/contracts';
import { quoteIdentifier, quoteLiteral } from '@cutover/databases/postgres';
import type { Account, HeldRight } from '../../account.js';
import { everybody } from './statements.js';

export interface RoleRow {
  name: string;
  oid: string;
  login: boolean;
  superuser: boolean;
  createdb: boolean;
  createrole: boolean;
  replication: boolean;
  bypassrls: boolean;
  inherit: boolean;
  connections: number;
  validUntil: string;
}

export interface PasswordRow {
  name: string;
  form: 'none' | 'md5' | 'SCRAM-SHA-256';
  credential: string;
  salt: string | null;
}

export interface MembershipRow {
  role: string;
  member: string;
  admin: boolean;
  inherit: boolean;
  set: boolean;
}

export interface GrantRow {
  on: string;
  /** null: it has that of something else. */
  owner: string | null;
  /** null with privileges: PUBLIC. */
  grantee: string | null;
  privileges: string[] | null;
}

export interface DefaultRow extends Omit<GrantRow, 'owner'> {
  role: string;
  type: string;
  is_everywhere: boolean;
}

export interface SettingRow {
  /** null: everybody. */
  role: string | null;
  database: string | null;
  settings: string[];
}

/** Oid of the role that a server is made with (BOOTSTRAP_SUPERUSERID). */
const bootstrapOid = '10';

/** What everybody may. */
export const publicAccount: Account = {
  ...{ key: everybody, text: 'PUBLIC', isRole: true, plugins: [], credential: 'none', isOnlyBySystem: false },
  ...{ isSalted: false, attributes: {} },
};

/** Pure. `secret`: null where it could not be read. A role without LOGIN is one, and has no way in. */
export function accountOf(row: RoleRow, secret: PasswordRow | null): Account {
  const may = (is: boolean, word: string): string => `${is ? '' : 'NO'}${word}`;
  return {
    ...{ key: row.name, text: quoteIdentifier(row.name), isRole: !row.login, isOnlyBySystem: false },
    plugins: [secret?.form === 'none' ? 'no password' : 'password'],
    credential: secret?.credential ?? null,
    isSalted: secret?.form === 'SCRAM-SHA-256',
    ...(secret?.salt == null ? {} : { salt: secret.salt }),
    isAdministrator: row.oid === bootstrapOid,
    attributes: {
      login: may(row.login, 'LOGIN'),
      superuser: may(row.superuser, 'SUPERUSER'),
      'create databases': may(row.createdb, 'CREATEDB'),
      'create roles': may(row.createrole, 'CREATEROLE'),
      replication: may(row.replication, 'REPLICATION'),
      'row security': may(row.bypassrls, 'BYPASSRLS'),
      inherit: may(row.inherit, 'INHERIT'),
      'connection limit': `CONNECTION LIMIT ${row.connections}`,
      'valid until': `VALID UNTIL ${quoteLiteral(row.validUntil)}`,
    },
  };
}

/** Pure: every privilege of this version of the server. */
export function privileges(versionNumber: number): ReadonlySet<string> {
  return new Set([
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'USAGE', 'EXECUTE', 'CREATE'],
    ...['CONNECT', 'TEMPORARY', 'SET', 'ALTER SYSTEM', 'OWNER'],
    // Before PostgreSQL 16 a member has both in its own way: see the statement.
    ...['INHERIT OPTION', 'SET OPTION'],
    ...(versionNumber >= 170000 ? ['MAINTAIN'] : []),
  ]);
}

/** Pure: memberships of roles in roles. */
export function membershipRights(rows: readonly MembershipRow[]): HeldRight[] {
  return rows.map(({ role, member, admin, inherit, set }) => ({
    ...{ owner: member, group: 'role', on: quoteIdentifier(role), object: `role ${role}`, concernsWatched: true },
    privileges: new Set([
      'MEMBER',
      ...(admin ? ['ADMIN OPTION'] : []),
      ...(inherit ? ['INHERIT OPTION'] : []),
      ...(set ? ['SET OPTION'] : []),
    ]),
  }));
}

/** Pure: grants, by object and grantee, and owners. */
export function grantRights(rows: readonly GrantRow[]): HeldRight[] {
  const held = new Map<string, { on: string; owner: string; privileges: Set<string> }>();
  const owners = new Map<string, string>();
  for (const { on, owner, grantee, privileges: given } of rows) {
    if (owner !== null) owners.set(on, owner);
    if (given === null) continue;
    const key = `${grantee ?? everybody}\0${on}`;
    const known = held.get(key) ?? { on, owner: grantee ?? everybody, privileges: new Set<string>() };
    for (const each of given) known.privileges.add(each);
    held.set(key, known);
  }
  return [
    ...[...held.values()].map(({ on, owner, privileges: all }): HeldRight => ({
      ...{ owner, group: 'static', on, object: on, concernsWatched: true, privileges: all },
    })),
    ...[...owners].map(([on, owner]): HeldRight => ({
      ...{ owner, group: 'ownership', on, object: on, concernsWatched: true, privileges: new Set(['OWNER']) },
    })),
  ];
}

/** What everybody gets on new objects of a kind where nobody says otherwise. */
const usual: Readonly<Record<string, string>> = { f: 'EXECUTE', T: 'USAGE' };

/** Pure: rights on what is made later. That everybody's usual one was taken away is a restriction. */
export function defaultRights(rows: readonly DefaultRow[]): HeldRight[] {
  const rights: HeldRight[] = [];
  const kept = new Set<string>();
  const shared = (row: DefaultRow) => ({ on: row.on, object: `role ${row.role}`, concernsWatched: true });
  for (const row of rows) {
    const expected = row.is_everywhere ? usual[row.type] : undefined;
    const isPublic = row.grantee === null && row.privileges !== null;
    if (isPublic && expected !== undefined && row.privileges?.includes(expected) === true) kept.add(row.on);
    const given = (row.privileges ?? []).filter((each) => !(isPublic && each === expected));
    if (given.length > 0)
      rights.push({ ...shared(row), owner: row.grantee ?? everybody, group: 'static', privileges: new Set(given) });
  }
  const restricted = new Map(
    rows
      .filter((row) => row.is_everywhere && usual[row.type] !== undefined && !kept.has(row.on))
      .map((row) => [row.on, row]),
  );
  for (const row of restricted.values())
    rights.push({
      ...shared(row),
      owner: everybody,
      group: 'restriction',
      privileges: new Set([usual[row.type] ?? '']),
    });
  return rights;
}

/** By this setting of the database its source is frozen for the switch; what it is on the target counts. */
const freezing = 'default_transaction_read_only=';

/** Pure: what sessions begin with. That the source is frozen is no difference: the target is to take writes. */
export function settingRights(rows: readonly SettingRow[], side: Role): HeldRight[] {
  return rows.flatMap(({ role, database, settings }): HeldRight[] => {
    const mayFreeze = side === 'source' && role === null && database !== null;
    const compared = mayFreeze ? settings.filter((each) => !each.startsWith(freezing)) : settings;
    if (compared.length === 0) return [];
    return [
      {
        ...{ owner: role ?? everybody, group: 'setting', concernsWatched: true, privileges: new Set(compared) },
        on: database === null ? 'in every database' : `in DATABASE ${quoteIdentifier(database)}`,
      },
    ];
  });
}
