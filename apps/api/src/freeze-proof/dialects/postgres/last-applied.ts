import { isRightMissing, type StatementBounds } from '@cutover/databases';
import { ownSubscriptions } from '../../../lag/dialects/postgres/own-subscriptions.js';
import { readSource, readSubscriptions } from '../../../lag/dialects/postgres/read-facts.js';
import { valueOf } from '../../../lag/lookup.js';
import type { Servers } from '../../freeze-proof-dialect.js';
import { appliedStatement } from './statements.js';

/**
 * The end of the last transaction of the source with published rows that the target has applied, `0/0` of none; null: our account
 * may not see it, or there is no subscription. Rejects as `query` does.
 */
export async function lastApplied(servers: Servers, bounds: StatementBounds): Promise<string | null> {
  const all = valueOf(await readSubscriptions(servers.target, bounds));
  const facts = all && valueOf(await readSource(servers.source, all, bounds));
  if (all === null || facts === null) return null;
  const names = ownSubscriptions(all, facts, new Set()).map(({ name }) => name);
  try {
    const [row] = await servers.target.query<{ applied: string | null }>(appliedStatement, [names], bounds);
    return row?.applied ?? null;
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}
