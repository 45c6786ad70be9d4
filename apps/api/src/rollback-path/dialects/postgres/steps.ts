import { quoteIdentifier, quoteLiteral, quoteTable } from '@cutover/databases/postgres';
import { passwordPlaceholder } from '../../rollback-script.js';
import type { RollbackPair, RollbackStep } from '../../rollback-path-dialect.js';
import { accountStatements, knowsOriginOf, type ToldSides } from './obstacles.js';
import { sequencesBackStatement, type TableRow } from './statements.js';

/**
 * In the freeze sessions are read only by a setting of the database, on the source, and on the target where it was closed. This one
 * undoes it for itself: CREATE SUBSCRIPTION and DROP SUBSCRIPTION may stand in no transaction.
 */
const mayWrite = 'SET default_transaction_read_only = off;';

/**
 * Pure: the way back, step by step. The slot on the target is made in the freeze, after the last change of the source has
 * arrived and before the first one of the application: so it brings every change of the application, and nothing that came
 * from the source. That holds without `origin = none`, too, as long as the subscription of the target stays disabled.
 */
export function backSteps(
  told: ToldSides,
  pair: Pick<RollbackPair, 'target'>,
  tables: readonly TableRow[],
): RollbackStep[] {
  const name = quoteIdentifier(told.name);
  const forward = [...new Set(tables.map(({ subscription }) => subscription))].map(quoteIdentifier);
  const keyless = [...new Set(tables.flatMap((table) => table.keyless ?? []))];
  const steps: RollbackStep[] = [
    {
      on: 'target',
      when: `Before the freeze. ${hbaAdvice(told)}`,
      statements: [
        ...(told.target.accounts === null ? accountStatements(told) : []),
        ...keyless.map((table) => `ALTER TABLE ${table} REPLICA IDENTITY FULL;`),
        ...(told.target.publication === null ? publicationOf(told, tables) : []),
      ],
    },
    {
      on: 'target',
      when: 'In the freeze, when the freeze proof is green and before the application writes to the target. The old direction ends',
      statements: forward.map((each) => `ALTER SUBSCRIPTION ${each} DISABLE;`),
    },
    {
      on: 'source',
      when: 'Then, still before the application writes to the target. From here on the target keeps what is written there',
      statements: subscribing(told, pair),
    },
    {
      on: 'source',
      when: 'When the application writes to the target. The source stays read only for everybody else',
      statements: [`ALTER SUBSCRIPTION ${name} ENABLE;`],
    },
    {
      on: 'target',
      when: 'When nobody will break off the cutover any more. Until then the log of the source is kept for the old direction',
      statements: forward.map((each) => `DROP SUBSCRIPTION ${each};`),
    },
    {
      on: 'target',
      when: 'To go back: freeze the target and wait until the source has everything. This prints what sets the sequences of the source; run that there',
      statements: [sequencesBackStatement],
    },
    {
      on: 'source',
      when: 'Then, or when nobody will go back any more: before the old source is switched off, since its slot would fill the disk of the target',
      statements: [`DROP SUBSCRIPTION ${name};`],
    },
  ];
  const writing = ({ statements }: RollbackStep): boolean => statements.some((sql) => !sql.startsWith('SELECT'));
  return steps.map((step) => (writing(step) ? { ...step, statements: [mayWrite, ...step.statements] } : step));
}

/** One of this name that does not publish all of it was made for fewer tables. */
function publicationOf({ name, target }: ToldSides, tables: readonly TableRow[]): string[] {
  const own = quoteIdentifier(name);
  const once = [...new Set(tables.map((table) => quoteTable(table.schema, table.name)))].join(', ');
  // The other side may be partitioned in another way.
  const viaRoot = `publish_via_partition_root = ${tables.some(({ is_partitioned }) => is_partitioned)}`;
  return target.has_own_publication
    ? [
        `ALTER PUBLICATION ${own} SET TABLE ${once};`,
        `ALTER PUBLICATION ${own} SET (publish = 'insert, update, delete, truncate', ${viaRoot});`,
      ]
    : [`CREATE PUBLICATION ${own} FOR TABLE ${once}${viaRoot.endsWith('true') ? ` WITH (${viaRoot})` : ''};`];
}

/**
 * Nothing where the subscription is made as it should be. It is made anew where its publication lacks tables, and where its slot
 * began while the source still wrote, and the server cannot leave out what came from there.
 */
function subscribing(told: ToldSides, pair: Pick<RollbackPair, 'target'>): string[] {
  const { source, target, versions } = told;
  const isMade = 'is_enabled' in source && source.is_enabled !== null;
  if (!isMade) return [subscriptionOf(told, pair)];
  const isEarly = target.is_subscribed && knowsOriginOf(versions) !== true;
  if (target.publication !== null && !isEarly) return [];
  return [`DROP SUBSCRIPTION ${quoteIdentifier(told.name)};`, subscriptionOf(told, pair)];
}

function subscriptionOf(told: ToldSides, { target }: Pick<RollbackPair, 'target'>): string {
  const connection = Object.entries({
    ...{ host: target.host, port: String(target.port), dbname: told.target.database },
    ...{ user: told.target.accounts?.[0] ?? told.name, password: passwordPlaceholder },
    ...(target.tls === undefined ? {} : { sslmode: 'require' }),
  }).map(([key, value]) => `${key}='${value.replaceAll(/['\\]/g, '\\$&')}'`);
  const options = [
    ...['copy_data = false', 'create_slot = true', 'enabled = false'],
    ...(knowsOriginOf(told.versions) === true ? ['origin = none'] : []),
  ];
  const publication = quoteIdentifier(told.target.publication ?? told.name);
  return `CREATE SUBSCRIPTION ${quoteIdentifier(told.name)} CONNECTION ${quoteLiteral(connection.join(' '))} PUBLICATION ${publication} WITH (${options.join(', ')});`;
}

function hbaAdvice({ name, target, isRds }: ToldSides): string {
  const account = target.accounts?.[0] ?? name;
  return isRds.target
    ? `The security group of the target must let the source in, as account ${account}`
    : `pg_hba.conf of the target must let account ${account} in to database ${target.database} from the address of the source`;
}
