import { StatementAbort } from './statement-abort.js';

const never = new Promise<string>(() => undefined);

describe('StatementAbort', () => {
  it('passes on what the work answers, or why it failed', async () => {
    const end = new StatementAbort();
    await expect(end.race(Promise.resolve('rows'))).resolves.toBe('rows');
    await expect(end.race(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(end.reason).toBeNull();
  });

  it('rejects what is waited for at once, and whatever is waited for later, with the first reason', async () => {
    const end = new StatementAbort();
    const waiting = end.race(never);
    end.abort(new Error('too slow'));
    end.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('too slow');
    await expect(end.race(never)).rejects.toThrow('too slow');
    expect(end.reason?.message).toBe('too slow');
  });

  it('does not let a failure that comes after the abort count as unhandled', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const end = new StatementAbort();
    let fail = (_: Error): void => undefined;
    const waiting = end.race(new Promise((_, reject) => (fail = reject)));
    end.abort(new Error('too slow'));
    await expect(waiting).rejects.toThrow('too slow');
    fail(new Error('killed'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
