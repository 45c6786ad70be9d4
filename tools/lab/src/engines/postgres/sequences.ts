import type { PairSessions } from '../engine.js';
import { rowsOf } from './admin.js';
import type { PostgresTypes } from './postgres-types.js';

/** More numbers than any load takes while a lab stands. */
const margin = 1_000_000;

/**
 * Sets sequences of the target ahead of those of the source, as people do before they switch: replication carries none. A small
 * one gets half of the numbers that are left in it. `only` names one of them.
 */
export async function setSequencesAhead(pair: PairSessions<PostgresTypes>, only?: string): Promise<void> {
  const sequences = await pair.withAdmin('source', (source) =>
    rowsOf(
      source,
      `SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) AS name,
              coalesce(last_value, start_value) + least($1, (max_value - coalesce(last_value, start_value)) / 2) AS ahead
       FROM pg_sequences WHERE schemaname = 'public' AND ($2::text IS NULL OR sequencename = $2)`,
      [margin, only],
    ),
  );
  await pair.withAdmin('target', async (target) => {
    for (const { name, ahead } of sequences) await target.query('SELECT setval($1::regclass, $2)', [name, ahead]);
  });
}
