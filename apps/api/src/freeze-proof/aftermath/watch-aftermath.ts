import type { FreezeAftermath, FreezeProof, PositionMark, Role, WritesSince } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { messageOf } from '../../failures/message-of.js';
import type { FreezeProofDialect, OwnWrites, WatchedScope } from '../freeze-proof-dialect.js';

/** What a look after the proof needs. */
export interface AftermathContext {
  dialect: FreezeProofDialect;
  source: ServerConnection;
  target: ServerConnection;
  watched: WatchedScope;
  bounds: StatementBounds;
  nowIso: string;
}

/** Why nothing is known before the first look. */
export const notLookedAtYet = 'not looked at yet';

const nothingSeen: WritesSince = {
  ...{ transactions: null, isLowerBound: false, lastKnown: null, logBytes: null, tables: [], isAllTables: false },
  ...{ sessions: null, firstSeenAt: null, reason: notLookedAtYet },
};

/** Before the first look after the proof: its closing look has just seen the source frozen. */
export function newAftermath(frozenSeenAt: string): FreezeAftermath {
  return {
    ...{ isWatched: true, checkedAt: null, isSourceFrozen: true, frozenSeenAt, thawedAt: null, otherServer: null },
    ...{ strayWrites: nothingSeen, rollbackLoss: nothingSeen },
  };
}

/** Pure: what is left of what was seen once our lock has ended, or the process: whether the source is frozen is unknown until a look. */
export function unseenSince(after: FreezeProof['after']): FreezeProof['after'] {
  return after && { ...after, isSourceFrozen: null, frozenSeenAt: null };
}

/**
 * One look at both sides. Never rejects: what cannot be read is unknown, with the reason, beside what was last known. A write that
 * was seen stays seen.
 */
export async function lookAfter(
  proof: Pick<FreezeProof, 'source' | 'captured' | 'servers'> & { after: FreezeAftermath },
  context: AftermathContext,
): Promise<FreezeAftermath> {
  const { dialect, source, target, watched, bounds, nowIso } = context;
  const { after, servers } = proof;
  const counted = await writes(source, proof.source, (mark) => dialect.sourceWrites(context, mark, bounds), context);
  // After the count: a source that is frozen now was not written between the count and this moment.
  const guard = await dialect.readSource(source, bounds, watched).then(
    (reading) => reading.guard,
    () => null,
  );
  const countedLoss = await writes(
    target,
    proof.captured,
    (mark) => dialect.targetWrites(target, mark, bounds),
    context,
  );
  // Last, so that a server that came in between is seen.
  const others = { source: anotherServer('source', source, servers), target: anotherServer('target', target, servers) };
  const stray = ofTheProof(counted, others.source);
  const loss = ofTheProof(countedLoss, others.target);
  const isFrozen = guard === null || others.source !== null ? null : guard !== 'none';
  const isRead = isFrozen !== null && stray.transactions !== null && loss.transactions !== null;
  return {
    ...{ isWatched: after.isWatched, checkedAt: isRead ? nowIso : after.checkedAt },
    ...{
      isSourceFrozen: isFrozen,
      frozenSeenAt: isFrozen === true ? nowIso : isFrozen === null ? after.frozenSeenAt : null,
      thawedAt: after.thawedAt ?? (isFrozen === false ? nowIso : null),
    },
    otherServer: others.source ?? others.target ?? (isRead ? null : after.otherServer),
    strayWrites: seenSince(after.strayWrites, stray, nowIso),
    rollbackLoss: seenSince(after.rollbackLoss, loss, nowIso),
  };
}

/**
 * Why a side is not the server that the proof was made on, as a sentence without its full stop; null: it is, or does not answer. The
 * numbers and settings of another server say nothing of what was proved.
 */
function anotherServer(role: Role, server: ServerConnection, servers: FreezeProof['servers']): string | null {
  const [before, now] = [servers[role], server.identity()?.fingerprint ?? null];
  if (before === null) return `on which ${role} the proof was made is not known`;
  if (now === null || now === before) return null;
  return `another server answers as the ${role} than the one that the proof was made on (or, on PostgreSQL, it was started anew)`;
}

function ofTheProof(looked: Looked, otherServer: string | null): Looked {
  return otherServer === null ? looked : { ...nothingSeen, reason: otherServer };
}

type Looked = OwnWrites & Pick<WritesSince, 'sessions'>;

async function writes(
  server: ServerConnection,
  mark: PositionMark | null,
  read: (mark: PositionMark) => Promise<OwnWrites>,
  context: AftermathContext,
): Promise<Looked> {
  if (mark === null) return { ...nothingSeen, reason: 'no position was captured' };
  let own: OwnWrites;
  try {
    own = await read(mark);
  } catch (error) {
    return { ...nothingSeen, reason: messageOf(error) };
  }
  // Who is there matters where something was written, and is not asked for otherwise.
  if (own.transactions === '0' || own.transactions === null) return { ...own, sessions: null };
  const { sessions, reason } = await connected(server, context);
  return { ...own, sessions, reason: own.reason ?? reason };
}

/** Who is connected. What was counted stays counted where this cannot be read. */
async function connected(
  server: ServerConnection,
  { dialect, bounds, watched }: AftermathContext,
): Promise<Pick<WritesSince, 'sessions' | 'reason'>> {
  try {
    const { sessions, grant } = await dialect.exemptSessions(server, 'none', bounds, watched);
    if (grant !== null) return { sessions: null, reason: `to see who is connected: ${grant}` };
    return { sessions: sessions.slice(0, 20).map(({ account, doing }) => `${account} (${doing})`), reason: null };
  } catch (error) {
    return { sessions: null, reason: `who is connected could not be read: ${messageOf(error)}` };
  }
}

/** What cannot be read is unknown now, whatever was read before; the count of then stays, with its time. */
function seenSince(before: WritesSince, now: Looked, nowIso: string): WritesSince {
  const { transactions, isLowerBound } = now;
  if (transactions === null) {
    const { lastKnown, firstSeenAt, tables } = before;
    return { ...now, lastKnown, firstSeenAt, tables };
  }
  return {
    ...now,
    lastKnown: { transactions, isLowerBound, at: nowIso },
    firstSeenAt: before.firstSeenAt ?? (transactions === '0' ? null : nowIso),
  };
}
