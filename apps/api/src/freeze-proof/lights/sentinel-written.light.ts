import { errorText, isRightMissing, isTableMissing } from '@cutover/databases';
import { forNextProof, sentinelMissed } from './lights-at-end.js';
import { askBounds, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';

/**
 * Light 1. Without a table, or the right, it is unknown and says why. Where the operator freezes the source there is time to
 * write the row by hand: the proof watches for it until the freeze is seen.
 */
export const sentinelWritten: ProofLight = {
  id: 'sentinel-written',
  async look(context) {
    const { sentinel, dialect, source } = context;
    const row = keyOf(context);
    if (!sentinel.isConfigured)
      return byHand(
        context,
        `No sentinel table is configured: set readiness.freezeProof.sentinelTable (${sentinel.table}, say) in cutover.yaml and restart Cutover`,
        true,
      );
    try {
      await dialect.sentinel.write(source, sentinel.table, row, askBounds(context));
    } catch (error) {
      const isMissing = isTableMissing(error);
      const why = isMissing ? `The table ${sentinel.table} was not on the source` : notWritten(error);
      return byHand(context, why, isMissing, isMissing || isRightMissing(error));
    }
    return (await findOnSource(context)) ?? byHand(context, 'The row was written and was not there', false, false);
  },
};

/** Looks whether somebody has written the row by hand; null: not there. Never rejects for a missing right. */
export async function findOnSource(context: ProofContext): Promise<LightEnd | null> {
  const { sentinel, dialect, source, clock } = context;
  try {
    const found = await dialect.sentinel.find(source, sentinel.table, keyOf(context), askBounds(context));
    if (found === null) return null;
    return {
      state: 'green',
      message: `The row was written in ${sentinel.table}.`,
      evidence: [
        { label: 'Token', value: sentinel.token, hint: `table ${sentinel.table}` },
        { label: 'Written, clock of the source', value: found.writtenAt, hint: `seen, our clock: ${clock.nowIso()}` },
      ],
    };
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    return null;
  }
}

/** Names the row of this proof. */
export function keyOf({ migration, sentinel }: ProofContext): { migration: string; token: string } {
  return { migration: migration.name, token: sentinel.token };
}

/** `needsSetUp`: the table, or the right to write it, is missing, and a statement makes both. */
function byHand(context: ProofContext, why: string, withTable: boolean, needsSetUp = true): LightEnd {
  const { dialect, sentinel, source, board } = context;
  const setUp = dialect.sentinel.setUp(source, sentinel.table);
  const light: LightEnd = {
    ...{ state: 'unknown', message: `${why}.` },
    action: 'Run this on the source before you freeze it, with an account that may write. Cutover watches for the row.',
    statement: dialect.sentinel.statement(sentinel.table, keyOf(context), withTable),
    evidence: [
      { label: 'Token', value: sentinel.token, hint: `table ${sentinel.table}` },
      ...(needsSetUp
        ? [{ label: forNextProof, value: setUp, hint: 'makes the table, and lets Cutover write to it' }]
        : []),
    ],
  };
  // Cutover would freeze at once: nobody has time to write a row.
  if (board.current.freeze.by === 'operator') return light;
  const { action, statement } = sentinelMissed({ ...board.light('sentinel-written'), ...light });
  return { ...light, action, statement };
}

function notWritten(error: unknown): string {
  return isRightMissing(error)
    ? 'The account of Cutover may not write the sentinel row'
    : `The source did not take the sentinel row (${errorText(error)})`;
}
