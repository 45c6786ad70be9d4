import type { SideReading } from '../freeze-proof-dialect.js';
import { lostConnection } from '../freeze-holder.js';
import { askBounds, markAt, type LightEnd, type ProofContext } from './proof-context.js';
import { judgeFreeze } from './source-frozen.light.js';
import { movedBetween, noPosition } from './source-still.light.js';
import { targetCaptured } from './target-captured.light.js';

/** The uptime of a server is told in whole seconds, and our clock is another one: more than this is no rounding. */
const uptimeSlackSeconds = 3;

/**
 * Looks again, at the end, at all that can have gone away since its light was green: the target without writes of its own (7), the
 * source that stands still (3), is frozen (2), and is the same process of the same server. One reading of the source serves the last
 * three, and its position is read before its settings: whoever thawed it, wrote and froze it again has moved the position.
 * Rejects as `query` does.
 */
export async function closingLook(context: ProofContext): Promise<void> {
  const { board, dialect, source, clock } = context;
  if (board.light('target-captured').state === 'green')
    board.set('target-captured', await targetCaptured.look(context));
  const before = board.current.source;
  const reading = await dialect.readSource(source, askBounds(context), context.watched);
  if (before === null || reading.mark === null) return board.set('source-still', noPosition(context));
  const restart = restarted(context, reading);
  if (restart !== null) return board.set('source-still', restart);
  const moved = await movedBetween(context, before, markAt(reading.mark, clock));
  // Who could write in spite of the freeze is named there.
  if (moved !== null) return board.set('source-still', moved);
  if (board.light('source-frozen').state !== 'green') return;
  const thawed = await noLongerFrozen(context, reading);
  if (thawed !== null) board.set('source-frozen', thawed);
}

/** null: the process that light 3 read answers still. */
function restarted({ sourceServer, clock, board }: ProofContext, now: SideReading): LightEnd | null {
  const before = sourceServer.first;
  if (before === null) return null;
  const action = 'See that the source runs and is frozen, and start the proof again.';
  if (before.server !== now.server || board.current.servers.source !== now.server)
    return {
      state: 'red',
      message:
        'Another server answers by the name of the source than at the start of the proof: a failover, or a proxy that changed its mind.',
      action:
        'Freeze the server that is the source now, see that Cutover connects to it directly, and start the proof again.',
    };
  if (before.uptimeSeconds === null || now.uptimeSeconds === null)
    return {
      state: 'unknown',
      message: 'The source did not say since when it runs, so that a restart would not be seen.',
      action,
    };
  const passedSeconds = (clock.monotonicMs() - before.atMs) / 1000;
  if (now.uptimeSeconds >= before.uptimeSeconds + passedSeconds - uptimeSlackSeconds) return null;
  return {
    state: 'red',
    message: `The source was started anew during the proof (it runs for ${now.uptimeSeconds} s): what is not in its configuration is lost, a freeze or a lock among it.`,
    action,
  };
}

/** null: it is frozen as the second light said. */
async function noLongerFrozen(context: ProofContext, reading: SideReading): Promise<LightEnd | null> {
  const { board, dialect, source } = context;
  if (board.current.freeze.by === 'cutover') {
    await context.confirmLock();
    const { isHeld, released } = board.current.freeze;
    return isHeld ? null : lockLost(released ?? lostConnection);
  }
  const isFrozen = reading.guard === 'ordinary' || reading.guard === 'all';
  const sessions = isFrozen
    ? await dialect.exemptSessions(source, reading.guard, askBounds(context), context.watched)
    : null;
  const now = judgeFreeze(reading, sessions, { freezeStatement: dialect.statements.freeze, waitedSeconds: 0 });
  if (now.state === 'green') return null;
  if (reading.guard !== 'none') return now;
  return {
    ...now,
    message: `The source is not frozen any more (${reading.guardText}): it was thawed before the proof ended.`,
    action:
      'Start the proof again, and let nobody thaw the source before you have switched. The freeze: run this on the source.',
  };
}

function lockLost(reason: string): LightEnd {
  return {
    state: 'red',
    message: `The lock on the source had gone before the proof ended: ${reason}.`,
    action:
      reason === lostConnection
        ? 'See why the connection was lost (a proxy, a restart, a stall of more than 10 s), and start again.'
        : 'Raise readiness.freezeBudgetSeconds, or find out what took so long, and start again.',
  };
}
