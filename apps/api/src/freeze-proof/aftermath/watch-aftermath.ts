import type { FreezeAftermath, FreezeProof, PositionMark, WritesSince } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { messageOf } from '../../failures/message-of.js';
import type { FreezeProofDialect, OwnWrites } from '../freeze-proof-dialect.js';

/** What a look after the proof needs. */
export interface AftermathContext {
  dialect: FreezeProofDialect;
  source: ServerConnection;
  target: ServerConnection;
  bounds: StatementBounds;
  nowIso: string;
}

const nothingSeen: WritesSince = {
  ...{ transactions: null, isLowerBound: false, logBytes: null, tables: [], isAllTables: false },
  ...{ sessions: null, firstSeenAt: null, reason: 'not looked at yet' },
};

/** Before the first look. */
export function newAftermath(): FreezeAftermath {
  return {
    ...{ isWatched: true, checkedAt: null, isSourceFrozen: null },
    ...{ strayWrites: nothingSeen, rollbackLoss: nothingSeen },
  };
}

/** One look at both sides. Never rejects: what cannot be read is unknown, with the reason; a write that was seen stays seen. */
export async function lookAfter(
  proof: Pick<FreezeProof, 'source' | 'captured'> & { after: FreezeAftermath },
  context: AftermathContext,
): Promise<FreezeAftermath> {
  const { dialect, source, target, bounds, nowIso } = context;
  const { after } = proof;
  const guard = await dialect.readSource(source, bounds).then(
    (reading) => reading.guard,
    () => null,
  );
  const stray = await writes(source, proof.source, (mark) => dialect.sourceWrites(source, mark, bounds), context);
  const loss = await writes(target, proof.captured, (mark) => dialect.targetWrites(target, mark, bounds), context);
  return {
    ...{ isWatched: after.isWatched, checkedAt: nowIso },
    isSourceFrozen: guard === null ? null : guard !== 'none',
    strayWrites: seenSince(after.strayWrites, stray, nowIso),
    rollbackLoss: seenSince(after.rollbackLoss, loss, nowIso),
  };
}

type Looked = OwnWrites & Pick<WritesSince, 'sessions'>;

async function writes(
  server: ServerConnection,
  mark: PositionMark | null,
  read: (mark: PositionMark) => Promise<OwnWrites>,
  { dialect, bounds }: AftermathContext,
): Promise<Looked> {
  if (mark === null) return { ...nothingSeen, reason: 'no position was captured' };
  try {
    const own = await read(mark);
    // Who is there matters where something was written, and is not asked for otherwise.
    if (own.transactions === '0') return { ...own, sessions: null };
    const { sessions, grant } = await dialect.exemptSessions(server, 'none', bounds);
    const named = sessions.slice(0, 20).map(({ account, doing }) => `${account} (${doing})`);
    return { ...own, sessions: grant === null ? named : null, reason: own.reason ?? grantReason(grant) };
  } catch (error) {
    return { ...nothingSeen, reason: messageOf(error) };
  }
}

function grantReason(grant: string | null): string | null {
  return grant === null ? null : `to see who is connected: ${grant}`;
}

/** What cannot be read now leaves what was seen before, with the reason. */
function seenSince(before: WritesSince, now: Looked, nowIso: string): WritesSince {
  if (now.transactions === null && before.transactions !== null) return { ...before, reason: now.reason };
  const isWritten = now.transactions !== null && now.transactions !== '0';
  return { ...now, firstSeenAt: before.firstSeenAt ?? (isWritten ? nowIso : null) };
}
