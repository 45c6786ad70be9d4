import { errorText, isRightMissing, isTableMissing } from '@cutover/databases';
import { askBounds, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';

/** Light 1. Without a table, or the right, it is unknown and says what an operator may run; the proof then watches for the row. */
export const sentinelWritten: ProofLight = {
  id: 'sentinel-written',
  async look(context) {
    const { sentinel, dialect, source } = context;
    const row = keyOf(context);
    if (!sentinel.isConfigured) return byHand(context, 'No sentinel table is configured', true);
    try {
      await dialect.sentinel.write(source, sentinel.table, row, askBounds(context));
    } catch (error) {
      const isMissing = isTableMissing(error);
      const why = isMissing ? `The table ${sentinel.table} is not on the source` : notWritten(error);
      const grant = isRightMissing(error) ? dialect.sentinel.writeGrant(source, sentinel.table) : null;
      return byHand(context, why, isMissing, grant);
    }
    return (await findOnSource(context)) ?? byHand(context, 'The row was written and is not there', false);
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
      message: `The row is written in ${sentinel.table}.`,
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

function byHand(
  { dialect, sentinel, ...rest }: ProofContext,
  why: string,
  withTable: boolean,
  grant: string | null = null,
): LightEnd {
  const row = { migration: rest.migration.name, token: sentinel.token };
  const before = grant === null ? '' : ` For the next time: ${grant}`;
  return {
    state: 'unknown',
    message: `${why}, so no sentinel row is written yet.${before}`,
    action: 'Run this on the source before you freeze it, with an account that may write. Cutover watches for the row.',
    statement: dialect.sentinel.statement(sentinel.table, row, withTable),
    evidence: [{ label: 'Token', value: sentinel.token, hint: `table ${sentinel.table}` }],
  };
}

function notWritten(error: unknown): string {
  return isRightMissing(error)
    ? 'The account may not write the sentinel row'
    : `The source did not take the sentinel row (${errorText(error)})`;
}
