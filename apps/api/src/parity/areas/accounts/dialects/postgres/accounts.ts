import { errorText, isConnectionLoss, isRightMissing, ServerUnavailable, StatementCancelled } from '@cutover/databases';
import type { Role } from '@cutover/contracts';
import { grantToUs } from '@cutover/databases/postgres';
import { giveRight } from '../../../../parity-area.js';
import type { Account, HeldRight, SideAccounts } from '../../account.js';
import type { AccountsDialect, AccountsQuestion, Told, Unread } from '../../accounts-dialect.js';
import type { PairAccounts } from '../../left-out.js';
import {
  defaultsSelect,
  grantsSelect,
  membershipsSelect,
  passwordsSelect,
  replicatingSelect,
  rolesSelect,
  settingsSelect,
} from './role-statements.js';
import {
  accountOf,
  defaultRights,
  grantRights,
  membershipRights,
  privileges,
  publicAccount,
  settingRights,
} from './role-rights.js';
import type { DefaultRow, GrantRow, MembershipRow, PasswordRow, RoleRow, SettingRow } from './role-rights.js';
import { roleStatements } from './statements.js';

/** PostgreSQL 15 and later: seven statements a side, whatever the number of roles and tables. */
export const postgresAccounts: AccountsDialect = {
  async readAccounts(question): Promise<Told<SideAccounts | null>> {
    const reader = new RoleReader(question);
    const { databases, tables } = question.watched;
    const named = [tables.map(({ database }) => database), tables.map(({ name }) => name)];
    const database = question.targetDatabase ?? '';
    const roles = await reader.rows<RoleRow>('roles', rolesSelect, []);
    const passwords = await reader.rows<PasswordRow>('passwords', passwordsSelect, [question.nonce]);
    const memberships = await reader.rows<MembershipRow>('memberships', membershipsSelect, []);
    const grants = await reader.rows<GrantRow>('grants', grantsSelect, [databases, ...named, database]);
    const defaults = await reader.rows<DefaultRow>('default privileges', defaultsSelect, [databases]);
    const settings = await reader.rows<SettingRow>('settings of roles', settingsSelect, [question.nonce, database]);
    const replicating = await reader.rows<{ name: string }>('replication', replicatingSelect, []);
    const answer = { unread: reader.unread, statements: reader.statements };
    if (roles === null || memberships === null || grants === null || defaults === null || settings === null)
      return { ...answer, told: null };
    const secrets = new Map((passwords ?? []).map((row) => [row.name, row]));
    const accounts = [publicAccount, ...roles.map((row) => accountOf(row, secrets.get(row.name) ?? null))];
    const rights: HeldRight[] = [
      ...[...membershipRights(memberships), ...grantRights(grants)],
      ...[...defaultRights(defaults), ...settingRights(settings, question.server.role)],
    ];
    const told: SideAccounts = {
      accounts: new Map(accounts.map((each) => [each.key, each])),
      ...{ rights, knownPrivileges: privileges(question.server.identity()?.versionNumber ?? 0) },
      plugins: new Map(),
      // A default of a role that is not there, and a right on what is not there, are told of with that.
      objects: new Set([...grants.map(({ on }) => on), ...predefined, ...roles.map(({ name }) => `role ${name}`)]),
      replicating: (replicating ?? []).map(({ name }) => name),
    };
    return { ...answer, told };
  },
  // An owner always exists.
  readDefiners: () => Promise.resolve({ told: [], unread: [], statements: 0 }),
  // The source tells who receives from it: SideAccounts.replicating.
  readReplicationUsers: () => Promise.resolve({ told: [], unread: [], statements: 0 }),
  // A server adds up all grants.
  shadowingGrants: () => new Map(),
  shadowsOver: () => ({ of: () => [], clientsOf: () => '' }),
  leftOut,
  statements: roleStatements,
};

/** Of every server: https://www.postgresql.org/docs/current/predefined-roles.html. What a version has not, it cannot grant. */
const predefined: readonly string[] = [
  ...['monitor', 'read_all_data', 'write_all_data', 'read_all_settings', 'read_all_stats', 'stat_scan_tables'],
  ...['signal_backend', 'read_server_files', 'write_server_files', 'execute_server_program', 'checkpoint'],
  'database_owner',
].map((name) => `role pg_${name}`);

/** Reads one after the other; what cannot be read stands in `unread`. Rejects where the server does not answer. */
class RoleReader {
  readonly unread: Unread[] = [];
  statements = 0;

  constructor(private readonly question: AccountsQuestion) {}

  async rows<Row extends object>(what: string, sql: string, params: readonly unknown[]): Promise<Row[] | null> {
    const { server, bounds } = this.question;
    this.statements += 1;
    try {
      return await server.query<Row>(sql, params, bounds);
    } catch (error) {
      if (error instanceof ServerUnavailable || error instanceof StatementCancelled || isConnectionLoss(error))
        throw error;
      this.unread.push(this.wordsOf(what, error));
      return null;
    }
  }

  private wordsOf(what: string, error: unknown): Unread {
    const { role, rds } = this.question.server;
    const shared = { what, side: role, blocks: what !== 'replication' };
    if (!isRightMissing(error) || what !== 'passwords')
      return { ...shared, reason: errorText(error), action: 'Remove the reason: it is read again by itself.' };
    const reason = 'the server shows what it keeps of passwords to superusers only';
    const byHand = 'Log in to the target once as each account that the application uses, with its password';
    if (rds)
      return {
        ...shared,
        reason: `${reason}, and Amazon RDS to nobody`,
        action: `${byHand}; then waive this finding.`,
      };
    return {
      ...shared,
      reason,
      action: `${giveRight} It makes digests of it on the server. Or: ${byHand}; then waive this finding.`,
      grants: [grantToUs('SELECT (rolname, rolpassword) ON pg_catalog.pg_authid', this.question.server)],
    };
  }
}

const writes: readonly string[] = ['INSERT', 'UPDATE', 'DELETE'];

/** Pure: what servers and services have for themselves, ours, and what replicates. */
function leftOut({ source, target }: Record<Role, SideAccounts>, { own }: PairAccounts): Map<string, string> {
  const reasons = new Map<string, string>();
  const works = new Set(
    [source, target].flatMap(({ rights }) =>
      rights
        .filter(({ group, privileges: held }) => group === 'ownership' || writes.some((each) => held.has(each)))
        .map(({ owner }) => owner),
    ),
  );
  const replicates = ({ attributes }: Account): boolean => attributes['replication'] === 'REPLICATION';
  const isStopped = source.replicating?.length === 0;
  for (const side of [source, target])
    for (const account of side.accounts.values()) {
      const { key } = account;
      if (account.isAdministrator === true) reasons.set(key, 'each server has an administrator of its own');
      else if (/^rds/.test(key)) reasons.set(key, "Amazon RDS's own");
      // Who lends Cutover the account of the application loses more than who is told of two passwords.
      else if (own.includes(key) && !works.has(key)) reasons.set(key, 'Cutover watches with it');
      else if (replicates(account) && !works.has(key)) {
        if (source.replicating?.includes(key) === true) reasons.set(key, 'the target replicates with it');
        // Which account the target uses is seen only while it is connected.
        else if (isStopped) reasons.set(key, 'it may only replicate, and nobody replicates from the source now');
        else if (!source.accounts.has(key))
          reasons.set(key, 'it may only replicate: the way back needs such an account on the target');
      }
    }
  return reasons;
}
