import type { Duplex, Writable } from 'node:stream';
import { startProgram } from '../programs/child-program.js';
import { drained } from './drained.js';

/** Between the two ends of a pipeline. */
export type Stage = Duplex | ((source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>);

/**
 * Sends bytes through a program: a stage of a pipeline. It fails when the program does, also after its last byte. A program that
 * ended well did read all: it has seen the end of its input.
 */
export function throughProgram(program: string, args: readonly string[], signal: AbortSignal): Stage {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const running = await startProgram(program, args, { signal });
    let sourceFailure: Error | null = null;
    feed(source, running.input).catch((error: Error) => {
      sourceFailure = error;
      running.input.destroy();
    });
    for await (const bytes of running.output) yield bytes as Buffer;
    await running.ended.catch((error: unknown) => {
      // What came before it is the cause, where that broke.
      throw sourceFailure ?? error;
    });
    if (sourceFailure !== null) throw sourceFailure as Error;
  };
}

/**
 * Writes all that comes to a program. One that takes no more is left alone, and so is the source: how the program ends says why, and
 * an error of this pipe would hide it.
 */
async function feed(source: AsyncIterable<Buffer>, input: Writable): Promise<void> {
  // By hand: `for await` would end the source when it is left.
  const pieces = source[Symbol.asyncIterator]();
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
    if (input.destroyed) return;
    if (!input.write(piece.value)) await drained(input);
  }
  input.end();
}
