import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { Account, HeldRight } from '../../account.js';
import type { AccountsDialect, WatchedScope } from '../../accounts-dialect.js';
import { accountStatements } from './account-statements.js';
import { leftOut } from './left-out.js';
import { shadowsOver } from './shadowed-accounts.js';
import { shadowingGrants } from './shadowing-grants.js';
import { accountKey, accountText } from './account-text.js';
import {
  isOnlyBySystem,
  isPastLifetime,
  isSalted,
  lifetimeClause,
  limitClauses,
  requireClause,
  stateClauses,
} from './attributes.js';
import { pluginsOf, pluginsPart, readRight, rightsOf, sharedTables, text } from './grant-tables.js';
import { privilegeName, privilegesOfColumns } from './privilege-names.js';
import { definersOf } from './read-definers.js';
import { readParts, type Part, type Row } from './read-parts.js';
import { replicationUsers } from './replication-users.js';

/** Privileges with a column in mysql.user, since 8.0; all later ones are dynamic and stand in global_grants. */
const staticColumns = [
  ...['Select', 'Insert', 'Update', 'Delete', 'Create', 'Drop', 'Reload', 'Shutdown', 'Process', 'File', 'Grant'],
  ...['References', 'Index', 'Alter', 'Show_db', 'Super', 'Create_tmp_table', 'Lock_tables', 'Execute', 'Repl_slave'],
  ...['Repl_client', 'Create_view', 'Show_view', 'Create_routine', 'Alter_routine', 'Create_user', 'Event', 'Trigger'],
  ...['Create_tablespace', 'Create_role', 'Drop_role'],
].map((name) => `${name}_priv`);

/** What proves who somebody is leaves the server as a digest only: a second password and further factors, too. */
const accountsPart = (nonce: string): Part => ({
  sql: `
    SELECT User, Host, ${staticColumns.join(', ')}, plugin, ssl_type, CONVERT(ssl_cipher USING utf8mb4) AS cipher,
           CONVERT(x509_issuer USING utf8mb4) AS issuer, CONVERT(x509_subject USING utf8mb4) AS subject,
           max_questions, max_updates, max_connections, max_user_connections, password_expired, password_lifetime,
           UNIX_TIMESTAMP(password_last_changed) AS changedAt, UNIX_TIMESTAMP() AS now,
           @@GLOBAL.default_password_lifetime AS defaultLifetime,
           account_locked, Password_reuse_history, Password_reuse_time, Password_require_current,
           CAST(JSON_EXTRACT(User_attributes, '$.Restrictions') AS CHAR) AS restrictions,
           CAST(JSON_EXTRACT(User_attributes, '$.Password_locking') AS CHAR) AS locking,
           CAST(JSON_EXTRACT(User_attributes, '$.multi_factor_authentication[*].plugin') AS CHAR) AS factors,
           SHA2(CONCAT(?, COALESCE(authentication_string, ''), '|',
                       COALESCE(JSON_EXTRACT(User_attributes, '$.additional_password'), ''), '|',
                       COALESCE(JSON_EXTRACT(User_attributes, '$.multi_factor_authentication'), '')), 256) AS credential
    FROM mysql.user`,
  params: [nonce],
  rights: [readRight('user')],
});

const rolesPart: Part = {
  sql: `
    SELECT 'member' AS kind, FROM_USER AS roleUser, FROM_HOST AS roleHost, TO_USER AS User, TO_HOST AS Host,
           WITH_ADMIN_OPTION AS adminOption FROM mysql.role_edges
    UNION ALL
    SELECT 'default', DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST, USER, HOST, 'N' FROM mysql.default_roles`,
  rights: [readRight('role_edges'), readRight('default_roles')],
};

const ownerOf = (row: Row): string => accountKey(text(row['User']), text(row['Host']));

/** MySQL 8 and 9. */
export const mysqlAccounts: AccountsDialect = {
  async readAccounts(question) {
    const parts = {
      accounts: accountsPart(question.nonce),
      dynamic: {
        sql: 'SELECT USER AS User, HOST AS Host, PRIV AS privilege, WITH_GRANT_OPTION AS hasOption FROM mysql.global_grants',
        rights: [readRight('global_grants')],
      },
      roles: rolesPart,
      privileges: { sql: 'SHOW PRIVILEGES', rights: [] },
      plugins: pluginsPart,
      ...sharedTables,
    };
    const read = await readParts(question, parts, 'accounts');
    const rows = read.told;
    if (rows === null) return { ...read, told: null };
    const defaults = defaultRoles(rows.roles);
    const made = rows.accounts.map((row) => accountOf(row, defaults.get(ownerOf(row)) ?? []));
    const told = {
      accounts: new Map(made.map((each) => [each.key, each])),
      rights: [
        ...rows.accounts.map(globalRight),
        ...dynamicRights(rows.dynamic),
        ...rows.accounts.flatMap((row) => restrictions(row, question.watched)),
        ...rightsOf(rows, question.watched),
        ...rows.roles.filter(({ kind }) => kind === 'member').map(membership),
      ].filter(({ privileges }) => privileges.size > 0),
      plugins: pluginsOf(rows.plugins),
      knownPrivileges: new Set(rows.privileges.map((row) => privilegeName(text(row['Privilege'])))),
    };
    return { ...read, told };
  },
  readDefiners: (question) => definersOf('mysql', question),
  readReplicationUsers: replicationUsers,
  shadowingGrants,
  leftOut,
  shadowsOver,
  statements: accountStatements.mysql,
};

const roleText = (row: Row): string => accountText(text(row['roleUser']), text(row['roleHost']), false);

function defaultRoles(rows: readonly Row[]): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const row of rows.filter(({ kind }) => kind === 'default'))
    roles.set(ownerOf(row), [...(roles.get(ownerOf(row)) ?? []), roleText(row)]);
  return roles;
}

function membership(row: Row): HeldRight {
  return {
    ...{ owner: ownerOf(row), group: 'role', on: roleText(row), concernsWatched: true },
    privileges: new Set(['MEMBER', ...(row['adminOption'] === 'Y' ? ['ADMIN OPTION'] : [])]),
  };
}

function accountOf(row: Row, roles: readonly string[]): Account {
  const [user, host] = [text(row['User']), text(row['Host'])];
  const factors = JSON.parse(text(row['factors']) || '[]') as string[];
  const plugins = [text(row['plugin']), ...factors];
  return {
    ...{ key: accountKey(user, host), text: accountText(user, host, false), isRole: false, plugins },
    ...{ credential: text(row['credential']), isSalted: isSalted(plugins), attributes: attributesOf(row, roles) },
    isOnlyBySystem: isOnlyBySystem(plugins),
  };
}

const tlsTypes: Readonly<Record<string, 'none' | 'any' | 'x509' | 'specified'>> = {
  ...{ '': 'none', ANY: 'any', X509: 'x509', SPECIFIED: 'specified' },
};

const orDefault = (value: unknown, unit = ''): string => (value === null ? 'DEFAULT' : `${text(value)}${unit}`);

function attributesOf(row: Row, roles: readonly string[]): Record<string, string> {
  const lifetime = row['password_lifetime'];
  const lifetimeDays = lifetime === null ? null : Number(lifetime);
  const age = {
    ...{ lifetimeDays, defaultDays: Number(row['defaultLifetime']), now: Number(row['now']) },
    changedAt: row['changedAt'] === null ? null : Number(row['changedAt']),
  };
  const requiresCurrent = row['Password_require_current'];
  const locking = JSON.parse(text(row['locking']) || '{}') as Record<string, number>;
  const lockDays = locking['password_lock_time_days'] ?? 0;
  return {
    'TLS requirement': requireClause({
      type: tlsTypes[text(row['ssl_type'])] ?? 'none',
      ...{ subject: text(row['subject']), issuer: text(row['issuer']), cipher: text(row['cipher']) },
    }),
    ...limitClauses({
      ...{ queries: Number(row['max_questions']), updates: Number(row['max_updates']) },
      ...{ connections: Number(row['max_connections']), atOnce: Number(row['max_user_connections']) },
    }),
    ...stateClauses(row['account_locked'] === 'Y', row['password_expired'] === 'Y' || isPastLifetime(age)),
    'password lifetime': lifetimeClause(lifetimeDays),
    'password history': `PASSWORD HISTORY ${orDefault(row['Password_reuse_history'])}`,
    'password reuse': `PASSWORD REUSE INTERVAL ${orDefault(row['Password_reuse_time'], ' DAY')}`,
    'current password': `PASSWORD REQUIRE CURRENT${requiresCurrent === null ? ' DEFAULT' : requiresCurrent === 'Y' ? '' : ' OPTIONAL'}`,
    'failed logins': `FAILED_LOGIN_ATTEMPTS ${locking['failed_login_attempts'] ?? 0} PASSWORD_LOCK_TIME ${lockDays < 0 ? 'UNBOUNDED' : lockDays}`,
    'default role': `DEFAULT ROLE ${roles.length === 0 ? 'NONE' : [...roles].sort().join(', ')}`,
  };
}

function globalRight(row: Row): HeldRight {
  return {
    ...{ owner: ownerOf(row), group: 'static', on: '*.*', concernsWatched: true },
    privileges: privilegesOfColumns(row),
  };
}

function dynamicRights(rows: readonly Row[]): HeldRight[] {
  const held = new Map<string, Set<string>>();
  for (const row of rows) {
    const privileges = held.get(ownerOf(row)) ?? new Set<string>();
    const name = text(row['privilege']);
    privileges.add(name);
    if (row['hasOption'] === 'Y') privileges.add(`${name} WITH GRANT OPTION`);
    held.set(ownerOf(row), privileges);
  }
  return [...held].map(([owner, privileges]) => ({
    ...{ owner, group: 'dynamic', on: '*.*', privileges, concernsWatched: true },
  }));
}

/** Partial revokes: a database in which a right on everything does not hold. */
function restrictions(row: Row, { databases, tables }: WatchedScope): HeldRight[] {
  const list = JSON.parse(text(row['restrictions']) || '[]') as { Database: string; Privileges: string[] }[];
  return list.map(({ Database: database, Privileges: privileges }) => ({
    ...{ owner: ownerOf(row), group: 'restriction', on: `${quoteIdentifier(database)}.*` },
    privileges: new Set(privileges),
    concernsWatched: databases.includes(database) || tables.some((table) => table.database === database),
  }));
}
