import { setTimeout as pause } from 'node:timers/promises';
import type { FreezeLight, PositionMark } from '@cutover/contracts';
import type { OwnWrites } from '../freeze-proof-dialect.js';
import { askBounds, markAt, markFacts, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';

/** Between two readings. A busy application writes within it; what writes once a minute is caught by the last reading. */
const betweenMs = 2_000;

/** Light 3. The position between two readings, and once more in the closing look. */
export const sourceStill: ProofLight = {
  id: 'source-still',
  async look(context) {
    const { board } = context;
    const { clock } = context;
    const atMs = clock.monotonicMs();
    const reading = await context.dialect.readSource(context.source, askBounds(context), context.watched);
    context.sourceServer.first = { server: reading.server, uptimeSeconds: reading.uptimeSeconds, atMs };
    const { servers } = context.board.current;
    if (servers.source === null) board.patch({ servers: { ...servers, source: reading.server } });
    const first = reading.mark === null ? null : markAt(reading.mark, clock);
    if (first === null) return noPosition(context);
    await pause(betweenMs, undefined, { signal: context.signal });
    const second = await readMark(context);
    if (second === null) return noPosition(context);
    board.patch({ source: second });
    const change = await movedBetween(context, first, second);
    if (change !== null) return change;
    const apartMs = Date.parse(second.serverTime) - Date.parse(first.serverTime);
    return {
      state: 'green',
      message: `The source stood at ${second.position} in two readings, ${(apartMs / 1000).toFixed(1)} s apart.`,
      evidence: [...markFacts('First reading', first), ...markFacts('Second reading', second)],
    };
  },
};

/** What light 3 is where the source has no position. */
export function noPosition({ dialect }: ProofContext): LightEnd {
  return {
    state: 'unknown',
    message: 'The source has no position that could stand still.',
    action: dialect.advice.noPosition,
  };
}

async function readMark(context: ProofContext): Promise<PositionMark | null> {
  const { mark } = await context.dialect.readSource(context.source, askBounds(context), context.watched);
  return mark === null ? null : markAt(mark, context.clock);
}

/** What there is to say where two readings are not of one moment of one source; null: nobody wrote in between. Rejects as `query` does. */
export async function movedBetween(
  context: ProofContext,
  from: PositionMark,
  to: PositionMark,
): Promise<LightEnd | null> {
  const between = await context.dialect.betweenMarks(context, from, to, askBounds(context));
  if (between === 'nothing') return null;
  if (between === 'written') return moved(context, from, to);
  return {
    state: 'unknown',
    message: `The position of the source stood at ${to.position}, but ${between.unreadable}.`,
    action: between.action,
    evidence: [...markFacts('Before', from), ...markFacts('After', to)],
  };
}

/** Where the mark stands, as the one of the two that moved. */
function placeText({ position, log }: PositionMark, isByLog: boolean): string {
  return isByLog && log !== null ? `${log.file}:${log.offset}` : position;
}

async function moved(context: ProofContext, from: PositionMark, to: PositionMark): Promise<LightEnd> {
  const { dialect, source, board, watched } = context;
  const bounds = askBounds(context);
  const unread: OwnWrites = {
    ...{ transactions: null, isLowerBound: false, logBytes: null, tables: [], isAllTables: false, reason: null },
  };
  const wrote = await dialect.sourceWrites(context, from, bounds).catch((): OwnWrites => unread);
  const { guard } = await dialect.readSource(source, bounds, watched);
  const isFrozen = guard === 'ordinary' || guard === 'all' || board.current.freeze.isHeld;
  const sessions = await dialect.exemptSessions(source, guard, bounds, watched).catch(() => null);
  const isByLog = from.position === to.position;
  const who = sessions?.sessions.slice(0, 5).map(({ account }) => account) ?? [];
  const where = wrote.tables.length === 0 ? '' : ` Written: ${wrote.tables.slice(0, 5).join(', ')}.`;
  const evidence: FreezeLight['evidence'] = [
    ...markFacts('Before', from),
    ...markFacts('After', to),
    { label: 'Transactions in between', value: wrote.transactions, hint: wrote.reason },
    { label: 'Tables written', value: wrote.tables.join(', ') || null, hint: wrote.isAllTables ? null : 'not all' },
    { label: 'Connected, and may write', value: who.join(', ') || null, hint: sessions?.grant ?? null },
  ];
  return {
    state: 'red',
    message: `The source was written${isByLog ? ' without a GTID: its binary log' : ': its position'} moved from ${placeText(from, isByLog)} to ${placeText(to, isByLog)}.${where}`,
    ...(isFrozen
      ? {
          action: `Somebody wrote in spite of the freeze: end the connections of administrators${who.length === 0 ? '' : ` (${who.join(', ')})`}, stop what the server runs by itself, and start again. To see who is there, run this on the source.`,
          statement: dialect.statements.showSessions,
        }
      : {
          action: 'Stop the application and freeze the source: run this on the source. Then start again.',
          statement: dialect.statements.freeze,
        }),
    evidence,
  };
}
