import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What is gathered before it is written, bytes. */
const gathered = 1024 * 1024;
const gathering = ['stdbuf', '-o', String(gathered)] as const;
const longestMs = 5_000;

let tried: Promise<boolean> | null = null;

/**
 * The words that start the same program so that it writes a megabyte at once in place of 4 KiB. The clients print through the buffer of
 * the C library, and each of its writes to a pipe wakes both sides. `stdbuf` of coreutils becomes the program, with the same process id.
 * Where it does not work the program is started as it is.
 */
export async function withLargeWrites(program: string, args: readonly string[]): Promise<[string, ...string[]]> {
  tried ??= isWorking();
  return (await tried) ? [...gathering, program, ...args] : [program, ...args];
}

/** It may be there and be for another C library. */
function isWorking(): Promise<boolean> {
  const [stdbuf, ...options] = gathering;
  return promisify(execFile)(stdbuf, [...options, 'true'], { timeout: longestMs }).then(
    ({ stderr }) => stderr === '',
    () => false,
  );
}
