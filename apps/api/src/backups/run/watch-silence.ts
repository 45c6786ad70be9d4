import type { Readable } from 'node:stream';

/** Looks are counted, and no time is taken: a clock that jumps ends no backup. */
const looks = 10;

/**
 * Calls `onSilence` once nothing has come from a program for `mostMs`. One that waits because nobody takes what it has written is not silent:
 * its bytes lie in `output` then. `bytes`: how many have been taken so far. Returns what ends the watch.
 */
export function watchSilence(
  { output, bytes, mostMs }: { output: Readable; bytes: () => bigint; mostMs: number },
  onSilence: () => void,
): () => void {
  let [known, silentLooks] = [bytes(), 0];
  const timer = setInterval(() => {
    silentLooks = bytes() === known && output.readableLength === 0 ? silentLooks + 1 : 0;
    known = bytes();
    if (silentLooks < looks) return;
    clearInterval(timer);
    onSilence();
  }, mostMs / looks);
  return () => clearInterval(timer);
}
