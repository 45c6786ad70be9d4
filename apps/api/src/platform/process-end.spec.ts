import { listenFault } from './listen-fault.js';
import { guardProcess, type ProcessLike } from './process-guards.js';
import { shutDownOnSignals, shutdownLimitMs } from './shutdown.js';

function fakeProcess() {
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const exits: number[] = [];
  const on: ProcessLike = {
    on: (event, listener) => listeners.set(event, listener),
    exit: (code) => void exits.push(code),
  };
  return { on, exits, emit: (event: string, ...args: unknown[]) => listeners.get(event)?.(...args) };
}

const logger = { info: jest.fn(), error: jest.fn(), fatal: jest.fn() };
beforeEach(() => jest.clearAllMocks());

describe('guardProcess', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('logs %s as fatal and exits with 1', (event) => {
    const { on, exits, emit } = fakeProcess();
    guardProcess(logger, on);
    emit(event, 'no Error even');
    expect(exits).toEqual([1]);
    expect(logger.fatal).toHaveBeenCalledWith({ err: expect.any(Error) as Error }, expect.any(String));
  });
});

describe('shutDownOnSignals', () => {
  it('closes once and exits with 0, however many signals come', async () => {
    const { on, exits, emit } = fakeProcess();
    const close = jest.fn(() => Promise.resolve());
    shutDownOnSignals({ close }, logger, on);
    emit('SIGTERM');
    emit('SIGINT');
    await new Promise(setImmediate);
    expect(close).toHaveBeenCalledTimes(1);
    expect(exits).toEqual([0]);
  });

  it('exits with 1 when closing fails', async () => {
    const { on, exits, emit } = fakeProcess();
    shutDownOnSignals({ close: () => Promise.reject(new Error('stuck')) }, logger, on);
    emit('SIGINT');
    await new Promise(setImmediate);
    expect(exits).toEqual([1]);
  });

  it('closes when the tool that started it is gone, before or after', async () => {
    for (const connected of [true, false]) {
      const { on, exits, emit } = fakeProcess();
      shutDownOnSignals({ close: () => Promise.resolve() }, logger, { ...on, connected }, 'demo');
      if (connected) emit('disconnect');
      await new Promise(setImmediate);
      expect(exits).toEqual([0]);
    }
  });

  it('outlives a supervisor that has gone', async () => {
    const { on, exits, emit } = fakeProcess();
    shutDownOnSignals({ close: () => Promise.resolve() }, logger, { ...on, connected: true }, undefined);
    emit('disconnect');
    await new Promise(setImmediate);
    expect(exits).toEqual([]);
  });

  it('leaves anyway when closing takes longer than the limit', () => {
    jest.useFakeTimers();
    const { on, exits, emit } = fakeProcess();
    shutDownOnSignals({ close: () => new Promise(() => undefined) }, logger, on);
    emit('SIGTERM');
    jest.advanceTimersByTime(shutdownLimitMs - 1);
    expect(exits).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(exits).toEqual([1]);
    jest.useRealTimers();
  });
});

describe('listenFault', () => {
  const place = { host: '127.0.0.1', port: 80 };
  it.each([
    ['EADDRINUSE', /port 80 .* is taken/],
    ['EACCES', /above 1023/],
    ['EADDRNOTAVAIL', /server\.host/],
    ['EWHATEVER', /EWHATEVER/],
  ])('says what to do about %s', (code, line) => {
    expect(listenFault(Object.assign(new Error(), { code, syscall: 'listen' }), place)).toMatch(line);
  });

  it('leaves other errors to others', () => {
    expect(listenFault(new Error('x'), place)).toBeNull();
    expect(listenFault(null, place)).toBeNull();
  });
});
