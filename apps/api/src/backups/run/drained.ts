import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Resolves when a stream takes more, or never will. */
export async function drained(stream: Writable): Promise<void> {
  const settled = new AbortController();
  try {
    await Promise.race([
      once(stream, 'drain', { signal: settled.signal }),
      once(stream, 'close', { signal: settled.signal }),
    ]);
  } catch {
    // Whoever writes to it has a listener of its own for errors.
  } finally {
    settled.abort();
  }
}
