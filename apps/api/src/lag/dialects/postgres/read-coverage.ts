import type { Coverage } from '@cutover/contracts';
import type { StatementBounds } from '@cutover/databases';
import { catalogOf } from '@cutover/databases/postgres';
import type { LagMemory, ServerPair } from '../../lag-dialect.js';
import { lookUp, type Lookup } from '../../lookup.js';
import {
  publishedStatement,
  subscribedStatement,
  type PublishedRow,
  type SubscribedRow,
} from './coverage-statements.js';
import { gapsOf } from './coverage.js';
import type { ToldSubscription } from './read-facts.js';

/** Lists of thousands of tables are not read with each measurement. */
const everyMs = 60_000;

/** What each subscription carries, by its id. */
export type Coverages = ReadonlyMap<string, Coverage>;

/**
 * What the subscriptions of this database carry: as it was read within the last minute, unless one of them was changed
 * since. Never rejects.
 */
export async function readCoverage(
  { source, target }: ServerPair,
  subscriptions: readonly ToldSubscription[],
  memory: LagMemory | null,
  now: { iso: string; bounds: StatementBounds },
): Promise<Lookup<Coverages>> {
  const here = subscriptions.filter(({ is_here }) => is_here);
  const known = here.map((told) => ({ id: told.id, coverage: rememberedOf(told, memory, now.iso) }));
  if (known.every(({ coverage }) => coverage !== null))
    return { isKnown: true, value: new Map(known.flatMap(({ id, coverage }) => (coverage ? [[id, coverage]] : []))) };
  const published = await lookUp(source, 'what it publishes', () =>
    source.query<PublishedRow>(
      publishedStatement(catalogOf(source)),
      [here.flatMap(({ publications }) => publications)],
      now.bounds,
    ),
  );
  if (!published.isKnown) return published;
  return lookUp(target, 'the tables of its subscriptions', async () => {
    const subscribed = await target.query<SubscribedRow>(subscribedStatement, [], now.bounds);
    return new Map(
      here.map((told) => [told.id, { measuredAt: now.iso, gaps: gapsOf(told, published.value, subscribed) }]),
    );
  });
}

function rememberedOf(told: ToldSubscription, memory: LagMemory | null, nowIso: string): Coverage | null {
  const last = memory?.lag.channels.find(({ subscription }) => subscription?.id === told.id)?.subscription;
  if (!last?.coverage) return null;
  const isSame =
    last.initialSync.tables === told.initialSync.tables && last.publications.join() === told.publications.join();
  const isFresh = Math.abs(Date.parse(nowIso) - Date.parse(last.coverage.measuredAt)) < everyMs;
  return isSame && isFresh ? last.coverage : null;
}
