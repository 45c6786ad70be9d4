import type { ServerConnection } from '@cutover/databases';
import { catalogOf } from '@cutover/databases/postgres';
import type { PartReader } from '../../../tables-dialect.js';
import { publishedPart } from './published-part.js';
import {
  ordinaryStatement,
  publicationStatement,
  subscriptionStatement,
  tableStatement,
  type PublicationRow,
  type SubscriptionRow,
  type TableRow,
} from './statements.js';

/** See PartReader. */
export const readPart: PartReader = async (servers, { database, name }, bounds) => {
  const ask = async <Row extends object>(server: ServerConnection, sql: string, more: unknown[] = []): Promise<Row[]> =>
    server.query<Row>(sql, [database, name, ...more], bounds);
  const [[source], [target]] = await Promise.all([
    ask<TableRow>(servers.source, tableStatement),
    ask<TableRow>(servers.target, tableStatement),
  ]);
  for (const [role, table] of [['source', source] as const, ['target', target] as const]) {
    if (table?.isRestricted === true)
      return {
        obstacle: `row security hides rows of the table from the account on the ${role}: run there ALTER ROLE … BYPASSRLS (Amazon RDS: GRANT the role that owns the table), or compare it by other means`,
      };
    if (table?.isUnlogged === true)
      return {
        obstacle: `the table is UNLOGGED on the ${role}: its rows are not replicated, or are gone after a crash; ALTER TABLE … SET LOGGED, or leave it out with excludeTables`,
      };
  }
  const hasChildren = (source?.hasChildren ?? false) || (target?.hasChildren ?? false);
  if (hasChildren && source !== undefined && target !== undefined && source.isPartitioned !== target.isPartitioned)
    return {
      obstacle:
        'the table is partitioned on one side, and on the other tables inherit from it: exclude it, and compare its parts by other means',
    };
  const subscriptions = await ask<SubscriptionRow>(servers.target, subscriptionStatement);
  const copied = subscriptions.find(({ isCopying }) => isCopying);
  if (copied !== undefined)
    return {
      obstacle: `the first copy of the table by the subscription ${copied.subscription} is not finished: it is compared when it is`,
    };
  const read = [...new Set(subscriptions.flatMap(({ publications }) => publications))];
  const rows = await ask<PublicationRow>(servers.source, publicationStatement(catalogOf(servers.source)), [read]);
  const part = publishedPart(rows, {
    isPartitioned: source?.isPartitioned ?? false,
    hasChildren,
    subscriptions,
  });
  if ('obstacle' in part || part.sent.length === 0) return part;
  // Where the target computes it too, the definitions are alike.
  const ordinary = await ask<{ name: string }>(servers.target, ordinaryStatement, [part.sent]);
  return { ...part, sent: ordinary.map(({ name }) => name) };
};
