import { Writable, type Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunningProgram } from '../programs/child-program.js';
import { drained } from './drained.js';

/**
 * Sends a source through stages into a program that has been started, and waits until it has ended well. Rejects with what broke first:
 * with how the program ended where it ended badly while it was still fed, and with the failure of the source or of a stage where
 * the program only ended for want of the rest.
 */
export async function intoProgram(
  stages: readonly [Readable, ...Transform[]],
  running: RunningProgram,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  running.ended.catch((error: unknown) => ending.abort(error));
  try {
    await pipeline([...stages, inputOf(running)], { signal: AbortSignal.any([signal, ending.signal]) });
  } catch (error) {
    running.input.destroy();
    signal.throwIfAborted();
    if (ending.signal.aborted) throw ending.signal.reason as Error;
    await running.ended.catch(() => undefined);
    throw error;
  }
  await running.ended;
}

/**
 * The same for a program that needs the beginning alone: what comes after it has ended well is not read. `stagesOf`: makes the stages; the
 * signal ends those that are programs.
 */
export async function untilItEnds(
  stagesOf: (signal: AbortSignal) => readonly [Readable, ...Transform[]],
  running: RunningProgram,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController();
  running.ended.finally(() => enough.abort()).catch(() => undefined);
  const either = AbortSignal.any([signal, enough.signal]);
  const fed = await pipeline([...stagesOf(either), inputOf(running)], { signal: either }).then(
    () => null,
    (error: unknown) => error,
  );
  if (fed !== null && !enough.signal.aborted) running.input.destroy();
  signal.throwIfAborted();
  await running.ended;
}

/** A program that has read what it needs may end before it has read all: that is no failure of the pipe. */
function inputOf({ input }: RunningProgram): Writable {
  return new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      if (input.destroyed || input.write(bytes)) done();
      else void drained(input).then(() => done());
    },
    final: (done) => {
      input.end();
      done();
    },
  });
}
