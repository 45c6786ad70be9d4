import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startProgram } from '../programs/child-program.js';

/**
 * Sends bytes through a program: a stage of a pipeline. It fails when the program does, also after its last byte. A program that
 * ended well did read all: it has seen the end of its input.
 */
export function throughProgram(program: string, args: readonly string[], signal: AbortSignal) {
  return async function* (source: Readable): AsyncGenerator<Buffer> {
    const running = await startProgram(program, args, { signal });
    const feeding = pipeline(source, running.input);
    feeding.catch(() => undefined);
    for await (const bytes of running.output) yield bytes as Buffer;
    // What the program says comes first: that its input broke is only what followed.
    await running.ended;
    await feeding;
  };
}
