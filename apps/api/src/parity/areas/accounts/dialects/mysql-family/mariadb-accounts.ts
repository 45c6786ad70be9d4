import type { Account, HeldRight } from '../../account.js';
import type { AccountsDialect } from '../../accounts-dialect.js';
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
import { grantTable, pluginsOf, pluginsPart, readRight, rightsOf, sharedTables, text } from './grant-tables.js';
import { privilegesOfAccess } from './mariadb-access.js';
import { privilegeName } from './privilege-names.js';
import { definersOf } from './read-definers.js';
import { readParts, type Part, type Row } from './read-parts.js';
import { replicationUsers } from './replication-users.js';

/**
 * What proves who somebody is leaves the server as a digest only. Ways to log in beside the first one stand in auth_or. As CHAR,
 * since the driver takes JSON apart, and with it numbers beyond 2^53.
 */
const accountsPart = (nonce: string): Part => ({
  sql: `
    SELECT User, Host, JSON_VALUE(Priv, '$.access') AS access,
           CAST(JSON_REMOVE(Priv, '$.authentication_string', '$.auth_or') AS CHAR) AS priv,
           CAST(JSON_EXTRACT(Priv, '$.auth_or[*].plugin') AS CHAR) AS others,
           JSON_VALUE(Priv, '$.authentication_string') = 'invalid' AS hasNoPassword,
           @@GLOBAL.default_password_lifetime AS defaultLifetime, UNIX_TIMESTAMP() AS now,
           SHA2(CONCAT(?, COALESCE(JSON_VALUE(Priv, '$.authentication_string'), ''), '|',
                       COALESCE(JSON_EXTRACT(Priv, '$.auth_or'), '')), 256) AS credential
    FROM mysql.global_priv`,
  params: [nonce],
  rights: [readRight('global_priv')],
});

/** Fields of Priv that are read; absent ones are at their default. */
interface Priv {
  is_role?: boolean;
  plugin?: string;
  version_id?: number;
  ssl_type?: number;
  ssl_cipher?: string;
  x509_issuer?: string;
  x509_subject?: string;
  max_questions?: number;
  max_updates?: number;
  max_connections?: number;
  max_user_connections?: number;
  max_statement_time?: number;
  account_locked?: boolean;
  password_lifetime?: number;
  password_last_changed?: number;
  default_role?: string;
}

const publicKey = accountKey('PUBLIC', '');

const tlsTypes = ['none', 'any', 'x509', 'specified'] as const;

/** MariaDB, from 10.5 on. */
export const mariadbAccounts: AccountsDialect = {
  async readAccounts(question) {
    const parts = {
      accounts: accountsPart(question.nonce),
      roles: grantTable('roles_mapping'),
      privileges: { sql: 'SHOW PRIVILEGES', rights: [] },
      plugins: pluginsPart,
      ...sharedTables,
    };
    const read = await readParts(question, parts, 'accounts');
    const rows = read.told;
    if (rows === null) return { ...read, told: null };
    const knownPrivileges = new Set(rows.privileges.map((row) => privilegeName(text(row['Privilege']))));
    const accounts = rows.accounts.map((row) => ({ row, priv: JSON.parse(text(row['priv'])) as Priv }));
    const all = accounts.map(({ row, priv }) => accountOf(row, priv));
    const roles = new Map(all.filter(({ isRole }) => isRole).map((role) => [role.key, role]));
    const rights = [
      ...accounts.map(({ row, priv }) => globalRight(row, priv, knownPrivileges)),
      ...rightsOf(rows, question.watched),
      ...rows.roles.map(membership),
    ].filter(({ privileges }) => privileges.size > 0);
    // PUBLIC cannot be dropped once something was granted to it: without rights it is as if it were not there.
    const isThere = ({ key }: Account): boolean => key !== publicKey || rights.some(({ owner }) => owner === publicKey);
    const told = {
      accounts: new Map(all.filter(isThere).map((each) => [each.key, each])),
      ...{ rights, knownPrivileges, plugins: pluginsOf(rows.plugins) },
    };
    return { ...read, told };

    function membership(row: Row): HeldRight {
      const role = accountKey(text(row['Role']), '');
      return {
        ...{ owner: accountKey(text(row['User']), text(row['Host'])), group: 'role' },
        on: roles.get(role)?.text ?? accountText(text(row['Role']), '', true),
        privileges: new Set(['MEMBER', ...(row['Admin_option'] === 'Y' ? ['ADMIN OPTION'] : [])]),
        concernsWatched: true,
      };
    }
  },
  readDefiners: (question) => definersOf('mariadb', question),
  readReplicationUsers: replicationUsers,
  shadowingGrants,
  leftOut,
  shadowsOver,
  statements: accountStatements.mariadb,
};

function accountOf(row: Row, priv: Priv): Account {
  const [user, host] = [text(row['User']), text(row['Host'])];
  const isRole = priv.is_role === true;
  const others = JSON.parse(text(row['others']) || '[]') as string[];
  const plugins = isRole ? [] : [priv.plugin || 'mysql_native_password', ...others];
  return {
    ...{ key: accountKey(user, host), text: accountText(user, host, isRole), isRole, plugins },
    ...{ credential: text(row['credential']), isSalted: isSalted(plugins) },
    // The installer gives its accounts 'invalid' for a hash, which no password has.
    isOnlyBySystem: isOnlyBySystem(Number(row['hasNoPassword']) === 1 ? others : plugins),
    attributes: isRole ? {} : attributesOf(priv, row),
  };
}

function attributesOf(priv: Priv, row: Row): Record<string, string> {
  const {
    ssl_cipher: cipher = '',
    x509_issuer: issuer = '',
    x509_subject: subject = '',
    password_lifetime: days = -1,
    password_last_changed: changedAt = null,
  } = priv;
  const lifetimeDays = days < 0 ? null : days;
  const age = { lifetimeDays, changedAt, defaultDays: Number(row['defaultLifetime']), now: Number(row['now']) };
  return {
    'TLS requirement': requireClause({ type: tlsTypes[priv.ssl_type ?? 0] ?? 'none', subject, issuer, cipher }),
    ...limitClauses({
      ...{ queries: priv.max_questions ?? 0, updates: priv.max_updates ?? 0, connections: priv.max_connections ?? 0 },
      atOnce: priv.max_user_connections ?? 0,
    }),
    'statement time': `WITH MAX_STATEMENT_TIME ${priv.max_statement_time ?? 0}`,
    ...stateClauses(priv.account_locked === true, changedAt === 0 || isPastLifetime(age)),
    'password lifetime': lifetimeClause(lifetimeDays),
    'default role': `DEFAULT ROLE ${priv.default_role ? accountText(priv.default_role, '', true) : 'NONE'}`,
  };
}

function globalRight(row: Row, priv: Priv, known: ReadonlySet<string>): HeldRight {
  return {
    ...{ owner: accountKey(text(row['User']), text(row['Host'])), group: 'static', on: '*.*', concernsWatched: true },
    privileges: privilegesOfAccess(text(row['access']) || '0', priv.version_id ?? 0, known),
  };
}
