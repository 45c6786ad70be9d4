import { judgeClient, patienceMs, queueLimit } from './slow-clients.js';

const keepingUp = { slowSinceMs: null };

describe('judgeClient', () => {
  it('delivers to a client that keeps up', () => {
    expect(judgeClient({ queuedPackets: queueLimit }, keepingUp, 5)).toEqual({ decision: 'deliver', state: keepingUp });
  });

  it('skips a client whose queue is over the limit and remembers since when', () => {
    expect(judgeClient({ queuedPackets: queueLimit + 1 }, keepingUp, 5)).toEqual({
      decision: 'skip',
      state: { slowSinceMs: 5 },
    });
  });

  it('keeps skipping until the queue is empty, then resumes', () => {
    expect(judgeClient({ queuedPackets: 1 }, { slowSinceMs: 5 }, 6).decision).toBe('skip');
    expect(judgeClient({ queuedPackets: 0 }, { slowSinceMs: 5 }, 6)).toEqual({ decision: 'resume', state: keepingUp });
  });

  it('disconnects a client that has not caught up in time', () => {
    expect(judgeClient({ queuedPackets: 1 }, { slowSinceMs: 0 }, patienceMs + 1).decision).toBe('disconnect');
  });
});
