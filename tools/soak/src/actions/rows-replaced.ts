import type { Difference } from '../oracle/difference.js';
import type { Stage } from '../stage/stage.js';

/** Ids from `fromId` up to, and not including, `belowId`. */
export interface IdRange {
  readonly fromId: number;
  readonly belowId: number;
}

/** The differences of a table in these ids that stand now. */
export function standingIn({ oracle }: Stage, table: string, { fromId, belowId }: IdRange): Difference[] {
  return oracle.truth.standing(table).filter(({ key }) => Number(key) >= fromId && Number(key) < belowId);
}

/** Runs statements on the source that remove all rows with these ids, and puts the still ones in again: what differed there ends. */
export async function replaceRows(
  stage: Stage,
  table: string,
  ids: IdRange,
  statements: readonly string[],
): Promise<void> {
  const ending = standingIn(stage, table, ids);
  const name = stage.oracle.truth.names.nameOf(table);
  for (const each of ending) each.ending(Date.now());
  try {
    await stage.pair.writeOnSource(...statements);
  } catch (error) {
    for (const each of ending) each.stillStands();
    throw error;
  }
  await stage.pair.writeOnSource(stage.pair.fillStatement(name, ids.fromId, ids.belowId));
  await stage.confirmations.whenApplied([table], (atMs) => {
    for (const each of ending) each.ended(atMs);
  });
}
