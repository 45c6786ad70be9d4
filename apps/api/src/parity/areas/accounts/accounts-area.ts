import { randomBytes } from 'node:crypto';
import type { ParityDifference, ParityUnknown, Role } from '@cutover/contracts';
import { rightsNeedsOf } from '../../../connections/rights-needs.js';
import type { AreaReading, ComparedArea, ParityPair } from '../../parity-area.js';
import type { SideAccounts } from './account.js';
import type { AccountsDialect, AccountsQuestion, Unread } from './accounts-dialect.js';
import { accountsParityCheck } from './accounts.check.js';
import { accountsExtraCheck } from './accounts-extra.check.js';
import { compareAccounts } from './compare-accounts.js';
import { compareDefiners } from './compare-definers.js';
import { accountsDialects } from './dialects/registry.js';
import { leftOutByName } from './left-out.js';

/** Accounts, roles, their rights, and the accounts that objects run as. */
export const accountsArea: ComparedArea = {
  area: 'accounts',
  engines: accountsParityCheck.engines ?? [],
  checks: [accountsParityCheck, accountsExtraCheck],
  async compare(pair) {
    const dialect = accountsDialects[pair.migration.engine];
    const nonce = randomBytes(16).toString('hex');
    const questions = { source: questionOf(pair, 'source', nonce), target: questionOf(pair, 'target', nonce) };
    const [source, target] = await Promise.all([
      dialect.readAccounts(questions.source),
      dialect.readAccounts(questions.target),
    ]);
    const statements = { source: source.statements, target: target.statements };
    if (source.told === null || target.told === null)
      return { compared: {}, differences: [], unknown: named([...source.unread, ...target.unread]), statements };
    const unread = named([...source.unread, ...target.unread]);
    const reading = await compared(
      ...([pair, dialect, questions.target, { source: source.told, target: target.told }, statements] as const),
    );
    return { ...reading, unknown: [...unread, ...reading.unknown] };
  },
};

async function compared(
  pair: ParityPair,
  dialect: AccountsDialect,
  question: AccountsQuestion,
  { source, target }: Record<Role, SideAccounts>,
  statements: Record<Role, number>,
): Promise<AreaReading> {
  const replication = await dialect.readReplicationUsers(question);
  const definers = await dialect.readDefiners(question);
  const own = Object.values(pair.connections).flatMap((server) => server.identity()?.account ?? []);
  const reasons = dialect.leftOut(
    { source, target },
    {
      ...{ own, replication: replication.told ?? [], definers: definers.told.map(({ definer }) => definer) },
    },
  );
  const { databases, tables } = question.watched;
  const terms = {
    ...{ statements: dialect.statements, shadowingGrants: dialect.shadowingGrants, shadowsOver: dialect.shadowsOver },
    rds: pair.migration.target.rds,
    databases: [...new Set([...databases, ...tables.map(({ database }) => database)])],
  };
  const found = compareAccounts(source, target, reasons, terms);
  const differences: ParityDifference[] = [
    ...found.differences,
    ...compareDefiners(definers.told, source, target, reasons),
  ];
  const keys = new Set([...source.accounts.keys(), ...target.accounts.keys()].filter((key) => !reasons.has(key)));
  const rights = new Set(
    [...source.rights, ...target.rights]
      // Servers keep rights of accounts that are gone.
      .filter(({ owner }) => keys.has(owner))
      .map(({ owner, group, on }) => `${owner} ${group} ${on}`),
  );
  return {
    compared: {
      account: keys.size,
      grant: rights.size,
      definer: new Set(definers.told.map((each) => each.definer)).size,
    },
    differences,
    leftOut: leftOutByName(reasons, { source, target }),
    unknown: named([...found.unread, ...replication.unread, ...definers.unread]),
    statements: {
      source: statements.source,
      target: statements.target + replication.statements + definers.statements,
    },
  };
}

function questionOf({ connections, migration, bounds }: ParityPair, role: Role, nonce: string): AccountsQuestion {
  const { databases, tables } = rightsNeedsOf(migration, role);
  const targetDatabase = migration.target.database ?? null;
  return { server: connections[role], watched: { databases, tables }, nonce, targetDatabase, bounds };
}

function named(unread: readonly Unread[]): ParityUnknown[] {
  return unread.map((each) => ({ area: 'accounts', grants: [], ...each }));
}
