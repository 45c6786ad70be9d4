import type { Role } from '@cutover/contracts';
import { readOne, readTogether } from './read-pair.js';
import { SideUnreadable } from './side-unreadable.js';

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended')), { once: true }));

describe('readTogether', () => {
  const signal = new AbortController().signal;

  it('starts both sides before either has answered', async () => {
    const started: Role[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const reading = readTogether(async (role) => {
      started.push(role);
      await gate;
      return role;
    }, signal);
    expect(started).toEqual(['source', 'target']);
    release();
    expect(await reading).toEqual({ source: 'source', target: 'target' });
  });

  it('ends the other side when one fails, and tells the failure that came first', async () => {
    const failure = new Error('no right');
    const reading = readTogether((role, end) => (role === 'target' ? Promise.reject(failure) : never(end)), signal);
    await expect(reading).rejects.toMatchObject({ role: 'target', cause: failure });
  });

  it('ends both sides when it is cancelled', async () => {
    const cancel = new AbortController();
    const reading = readTogether((_, end) => never(end), cancel.signal);
    cancel.abort();
    await expect(reading).rejects.toBeInstanceOf(SideUnreadable);
  });

  it('sends nothing once it is cancelled', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const read = jest.fn();
    await expect(readOne('source', read, cancel.signal)).rejects.toThrow();
    expect(read).not.toHaveBeenCalled();
  });
});
