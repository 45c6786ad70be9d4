import type { Coverage } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import type { PublishedRow, SubscribedRow } from './coverage-statements.js';
import type { SubscriptionRow } from './statements.js';

type Gap = Coverage['gaps'][number];

/** So many tables of a gap are named. */
const named = 5;

type TableKey = Pick<PublishedRow, 'schema' | 'name'>;

const keyOf = ({ schema, name }: TableKey): string => JSON.stringify([schema, name]);
const quote = (name: string): string => engines.postgres.quoteIdentifier(name);

/**
 * Pure: what of its publications a subscription does not carry. It keeps the list of tables that it was made or refreshed
 * with: what is published later does not come, without an error, and neither does what is published no more.
 * @param published read before `subscribed`, so that a refresh in between is no gap
 */
export function gapsOf(
  { id, name, publications }: Pick<SubscriptionRow, 'id' | 'name' | 'publications'>,
  published: readonly PublishedRow[],
  subscribed: readonly SubscribedRow[],
): Gap[] {
  const offered = new Map<string, PublishedRow[]>();
  for (const row of published)
    if (publications.includes(row.publication)) offered.set(keyOf(row), [...(offered.get(keyOf(row)) ?? []), row]);
  const taken = new Map(subscribed.filter((row) => row.id === id).map((row) => [keyOf(row), row]));
  // A partition comes by the table above it where a publication has that one (publish_via_partition_root).
  const isWanted = ({ above }: PublishedRow): boolean =>
    !(JSON.parse(above ?? '[]') as TableKey[]).some((table) => offered.has(keyOf(table)));
  const missing = [...offered.values()].flatMap(([row]) =>
    row && !taken.has(keyOf(row)) && isWanted(row) ? [row] : [],
  );
  const gone = [...taken.values()].filter((row) => !offered.has(keyOf(row)));
  const refresh = `ALTER SUBSCRIPTION ${quote(name)} REFRESH PUBLICATION;`;
  return [
    ...gap('not-subscribed', missing, (tables, is) => ({
      headline: `${tables} ${is} published and not in it: their rows do not come`,
      action: `See that the target has these tables, then run there: ${refresh} It copies their rows.`,
    })),
    ...gap('not-published', gone, (tables, is) => ({
      headline: `${tables} ${is} in it and no longer published: what is written to them does not come`,
      action: `If they are still needed, run on the source: ALTER PUBLICATION … ADD TABLE …; and copy their rows anew, for what was written meanwhile is lost. Otherwise run on the target: ${refresh}`,
    })),
    ...limitsOf([...offered].flatMap(([key, each]) => (taken.has(key) ? [each] : []))),
  ];
}

/** What publications leave out of tables: several add up, and what one of them has comes. */
function limitsOf(tables: readonly PublishedRow[][]): Gap[] {
  const of = (isLimited: (rows: PublishedRow[]) => boolean): PublishedRow[] =>
    tables.flatMap((rows) => (rows[0] && isLimited(rows) ? [rows[0]] : []));
  const unpublished = (
    [
      ['INSERT', 'inserts'],
      ['UPDATE', 'updates'],
      ['DELETE', 'deletes'],
      ['TRUNCATE', 'truncates'],
    ] as const
  ).flatMap(([statement, key]) =>
    gap(
      'limited',
      of((rows) => !rows.some((row) => row[key])),
      (text) => ({
        headline: `no ${statement} of ${text} is published`,
        action:
          "If that is not meant so, run on the source: ALTER PUBLICATION … SET (publish = 'insert, update, delete, truncate'); and copy the rows anew.",
      }),
    ),
  );
  return [
    ...unpublished,
    ...gap(
      'limited',
      of((rows) => rows.every(({ has_filter }) => has_filter)),
      (text) => ({
        headline: `a row filter leaves out rows of ${text}`,
        action: 'If that is not meant so, publish them without WHERE, and copy the rows anew.',
      }),
    ),
    ...gap(
      'limited',
      of((rows) => rows.every(({ has_columns }) => has_columns)),
      (text) => ({
        headline: `a list of columns leaves out the others of ${text}`,
        action: 'If that is not meant so, publish them without a list of columns, and copy the rows anew.',
      }),
    ),
  ];
}

function gap(
  kind: Gap['kind'],
  tables: readonly TableKey[],
  say: (tables: string, is: string) => Pick<Gap, 'headline' | 'action'>,
): Gap[] {
  if (tables.length === 0) return [];
  const names = tables.map(({ schema, name }) => `${schema}.${name}`).sort();
  const more = names.length > named ? ` and ${names.length - named} more` : '';
  return [
    {
      kind,
      tableCount: names.length,
      ...say(names.slice(0, named).join(', ') + more, names.length === 1 ? 'is' : 'are'),
    },
  ];
}
