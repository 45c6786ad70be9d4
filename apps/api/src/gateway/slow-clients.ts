/** The part of a client connection that the judgement needs, in bytes. */
export interface ClientQueue {
  /** All that was made for the client and not taken by the network. */
  waitingBytes: number;
  /** The same without its snapshot. */
  excessBytes: number;
}

export interface ClientState {
  /** Monotonic ms since when the client has been too slow; null while it keeps up. */
  slowSinceMs: number | null;
}

/** What to do with a client before the next event. */
export type ClientDecision = 'deliver' | 'skip' | 'resume' | 'disconnect';

/** When so much waits beside the snapshot a client gets no further events. A pass over 3,000 tables is half of it. */
export const byteLimit = 4 * 1024 * 1024;
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
    if (queue.excessBytes <= byteLimit) return { decision: 'deliver', state };
    return { decision: 'skip', state: { slowSinceMs: nowMs } };
  }
  if (queue.waitingBytes === 0) return { decision: 'resume', state: { slowSinceMs: null } };
  if (nowMs - state.slowSinceMs > patienceMs) return { decision: 'disconnect', state };
  return { decision: 'skip', state };
}
