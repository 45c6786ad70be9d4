/** The part of a client connection that the judgement needs. */
export interface ClientQueue {
  /** Packets accepted but not yet handed to the network. */
  queuedPackets: number;
}

export interface ClientState {
  /** Monotonic ms since when the client has been too slow; null while it keeps up. */
  slowSinceMs: number | null;
}

/** What to do with a client before the next event. */
export type ClientDecision = 'deliver' | 'skip' | 'resume' | 'disconnect';

/** More queued packets than this and a client gets no further events. */
export const queueLimit = 32;
/** A client that has not caught up for this long is disconnected; its browser reconnects and gets a fresh snapshot. */
export const patienceMs = 30_000;

/**
 * Slow clients are thinned, then dropped, never buffered without end: over the limit a client is skipped; once its
 * queue is empty again it resumes (and needs a fresh snapshot); after `patienceMs` without catching up it goes.
 */
export function judgeClient(
  queue: ClientQueue,
  state: ClientState,
  nowMs: number,
): { decision: ClientDecision; state: ClientState } {
  if (state.slowSinceMs === null) {
    if (queue.queuedPackets <= queueLimit) return { decision: 'deliver', state };
    return { decision: 'skip', state: { slowSinceMs: nowMs } };
  }
  if (queue.queuedPackets === 0) return { decision: 'resume', state: { slowSinceMs: null } };
  if (nowMs - state.slowSinceMs > patienceMs) return { decision: 'disconnect', state };
  return { decision: 'skip', state };
}
