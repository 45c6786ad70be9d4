import { setTimeout as pause } from 'node:timers/promises';
import type { FreezeLight, PositionMark } from '@cutover/contracts';
import type { OwnWrites } from '../freeze-proof-dialect.js';
import { askBounds, markAt, markFacts, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';

/** Between two readings. A busy application writes within it; what writes once a minute is caught by the last reading. */
const betweenMs = 2_000;

/** Light 3. The position between two readings, and once more at the end of the proof ({@link stillThere}). */
export const sourceStill: ProofLight = {
  id: 'source-still',
  async look(context) {
    const { board } = context;
    const first = await readMark(context);
    if (first === null) return noPosition;
    await pause(betweenMs, undefined, { signal: context.signal });
    const second = await readMark(context);
    if (second === null) return noPosition;
    board.patch({ source: second });
    if (!isSame(first, second)) return moved(context, first, second);
    const apartMs = Date.parse(second.serverTime) - Date.parse(first.serverTime);
    return {
      state: 'green',
      message: `The source stood at ${second.position} in two readings, ${(apartMs / 1000).toFixed(1)} s apart.`,
      evidence: [...markFacts('First reading', first), ...markFacts('Second reading', second)],
    };
  },
};

/** The last look before the proof may pass; null: the source has not moved since light 3. Rejects as `query` does. */
export async function stillThere(context: ProofContext): Promise<LightEnd | null> {
  const before = context.board.current.source;
  const now = await readMark(context);
  if (before === null || now === null) return noPosition;
  return isSame(before, now) ? null : moved(context, before, now);
}

const noPosition: LightEnd = {
  state: 'unknown',
  message: 'The source has no GTID position that could stand still.',
  action: 'Turn its binary log on (log_bin, with MySQL gtid_mode = ON), and let the target replicate by GTID.',
};

async function readMark(context: ProofContext): Promise<PositionMark | null> {
  const { mark } = await context.dialect.readSource(context.source, askBounds(context));
  return mark === null ? null : markAt(mark, context.clock);
}

/** The place in the log too: it moves for what gets no GTID. */
function isSame(a: PositionMark, b: PositionMark): boolean {
  return a.position === b.position && a.log?.file === b.log?.file && a.log?.offset === b.log?.offset;
}

async function moved(context: ProofContext, from: PositionMark, to: PositionMark): Promise<LightEnd> {
  const { dialect, source, board } = context;
  const bounds = askBounds(context);
  const unread: OwnWrites = {
    ...{ transactions: null, isLowerBound: false, logBytes: null, tables: [], isAllTables: false, reason: null },
  };
  const wrote = await dialect.sourceWrites(source, from, bounds).catch((): OwnWrites => unread);
  const { guard } = await dialect.readSource(source, bounds);
  const isFrozen = guard === 'ordinary' || guard === 'all' || board.current.freeze.isHeld;
  const sessions = await dialect.exemptSessions(source, guard, bounds).catch(() => null);
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
    message: `The source was written: its position moved from ${from.position} to ${to.position}.${where}`,
    ...(isFrozen
      ? {
          action: `Somebody wrote in spite of the freeze: end the connections of administrators${who.length === 0 ? '' : ` (${who.join(', ')})`}, stop the event scheduler, and start again.`,
          statement: dialect.statements.showSessions,
        }
      : {
          action: 'Stop the application and freeze the source, then start again.',
          statement: dialect.statements.freeze,
        }),
    evidence,
  };
}
