import { setTimeout as pause } from 'node:timers/promises';
import type { ExemptSessions, SideReading } from '../freeze-proof-dialect.js';
import { sentinelMissed } from './lights-at-end.js';
import { findOnSource } from './sentinel-written.light.js';
import { askBounds, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';

/** Everything that is asked comes from the memory of the server. */
const lookEveryMs = 1_000;

/** Light 2, where the operator freezes the source: waits for it, and for those whom that does not stop to go. */
export const sourceFrozen: ProofLight = {
  id: 'source-frozen',
  async look(context) {
    const { board, clock, request, dialect, source, budget } = context;
    const startMs = clock.monotonicMs();
    for (;;) {
      await lookForSentinel(context);
      const reading = await dialect.readSource(source, askBounds(context), context.watched);
      const isFrozen = reading.guard === 'ordinary' || reading.guard === 'all';
      if (isFrozen && budget.reading().elapsedMs === null) {
        budget.start();
        board.patch({ freeze: { ...board.current.freeze, since: clock.nowIso() } });
        const { action, statement } = sentinelMissed(board.light('sentinel-written'));
        board.set('sentinel-written', { action, statement });
      }
      const sessions = isFrozen
        ? await dialect.exemptSessions(source, reading.guard, askBounds(context), context.watched)
        : null;
      const isOver = clock.monotonicMs() - startMs >= request.waitSeconds * 1000;
      const waitedSeconds = isOver ? request.waitSeconds : null;
      const now = judgeFreeze(reading, sessions, { freezeStatement: dialect.statements.freeze, waitedSeconds });
      if (now.state !== 'red' || isOver) return now;
      board.set('source-frozen', { ...now, state: 'running' });
      await pause(lookEveryMs, undefined, { signal: context.signal });
    }
  },
};

/** A row that an operator writes by hand turns the first light green. */
export async function lookForSentinel(context: ProofContext): Promise<void> {
  if (context.board.light('sentinel-written').state !== 'unknown') return;
  const found = await findOnSource(context);
  if (found !== null) context.board.set('sentinel-written', found);
}

/** How the freeze is waited for. */
export interface FreezeWait {
  freezeStatement: string;
  /** For so long it was waited in vain; null: it is waited for still. */
  waitedSeconds: number | null;
}

/** Pure: whether the source is frozen. `sessions` null: it is not, so nobody was looked for. */
export function judgeFreeze(
  { guard, guardText, eventScheduler }: Pick<SideReading, 'guard' | 'guardText' | 'eventScheduler'>,
  sessions: ExemptSessions | null,
  { freezeStatement, waitedSeconds }: FreezeWait,
): LightEnd {
  const isOver = waitedSeconds !== null;
  const within = isOver && waitedSeconds > 0 ? ` within ${waitedSeconds} s` : '';
  const evidence = [
    { label: 'Setting of the source', value: guardText, hint: null },
    ...(eventScheduler === undefined
      ? []
      : [
          {
            label: 'Event scheduler of the source',
            value: eventScheduler,
            hint: eventScheduler === 'ON' ? 'an event of an administrator writes in spite of the freeze' : null,
          },
        ]),
  ];
  if (guard === null)
    return {
      ...{ state: 'unknown', message: 'The source did not say whether it refuses writes.', evidence },
      action: 'Freeze the source, see that Cutover connects to it directly, and start again.',
    };
  if (sessions === null)
    return {
      ...{ state: 'red', evidence, statement: freezeStatement },
      message: isOver
        ? `The source was not frozen${within} (${guardText}).`
        : `The source is not frozen yet (${guardText}).`,
      action: isOver
        ? 'Start the proof again, stop the application, and then run this on the source.'
        : 'Freeze the source: stop the application, then run this there.',
    };
  const named = sessions.sessions.slice(0, 15).map(({ id, account, doing }) => ({
    ...{ label: `Connection ${id}`, value: account, hint: doing },
  }));
  const [first] = sessions.sessions;
  if (first !== undefined)
    return {
      ...{ state: 'red', evidence: [...evidence, ...named] },
      message: isOver
        ? `The source was frozen (${guardText}), but ${whoText(sessions)} could write in spite of it.`
        : `The source is frozen (${guardText}), but ${whoText(sessions)} may write in spite of it.`,
      action: `End the connection of ${first.account} on the source, or let it disconnect${isOver ? ', and start the proof again' : ''}.`,
      statement: first.end,
    };
  if (sessions.grant !== null)
    return {
      ...{ state: 'unknown', evidence },
      message: `The source was frozen (${guardText}), but ${unseenText(sessions)}.`,
      ...{ action: 'Run this on the source, and start again.', statement: sessions.grant },
    };
  const nobody = guard === 'all' ? 'nobody could write' : 'nobody was connected whom that does not stop';
  return { state: 'green', message: `The source was frozen (${guardText}), and ${nobody}.`, evidence };
}

function whoText({ sessions }: ExemptSessions): string {
  const [first, ...others] = sessions;
  return others.length === 0 ? `${first?.account}` : `${first?.account} and ${others.length} more`;
}

function unseenText({ unjudged }: ExemptSessions): string {
  return unjudged === 0
    ? 'who is connected was not visible to our account'
    : `${unjudged} ${unjudged === 1 ? 'connection was' : 'connections were'} there whose rights are not visible to our account`;
}
