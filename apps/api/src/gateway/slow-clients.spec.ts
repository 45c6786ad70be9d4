import { byteLimit, judgeClient, patienceMs } from './slow-clients.js';

const keepingUp = { slowSinceMs: null };
const waiting = (bytes: number) => ({ waitingBytes: bytes, excessBytes: bytes });

describe('judgeClient', () => {
  it('delivers to a client that keeps up', () => {
    expect(judgeClient(waiting(byteLimit), keepingUp, 5)).toEqual({ decision: 'deliver', state: keepingUp });
  });

  it('skips a client whose queue is over the limit and remembers since when', () => {
    expect(judgeClient(waiting(byteLimit + 1), keepingUp, 5)).toEqual({
      decision: 'skip',
      state: { slowSinceMs: 5 },
    });
  });

  it('takes a long snapshot for no sign of slowness, until it is read', () => {
    const snapshot = { waitingBytes: 10 * byteLimit, excessBytes: 0 };
    expect(judgeClient(snapshot, keepingUp, 5).decision).toBe('deliver');
    expect(judgeClient({ ...snapshot, excessBytes: byteLimit + 1 }, keepingUp, 5).decision).toBe('skip');
    expect(judgeClient(snapshot, { slowSinceMs: 5 }, 6).decision).toBe('skip');
  });

  it('keeps skipping until the queue is empty, then resumes', () => {
    expect(judgeClient(waiting(1), { slowSinceMs: 5 }, 6).decision).toBe('skip');
    expect(judgeClient(waiting(0), { slowSinceMs: 5 }, 6)).toEqual({ decision: 'resume', state: keepingUp });
  });

  it('disconnects a client that has not caught up in time', () => {
    expect(judgeClient(waiting(1), { slowSinceMs: 0 }, patienceMs + 1).decision).toBe('disconnect');
  });
});
