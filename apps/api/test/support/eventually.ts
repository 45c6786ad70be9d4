import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks every 50 ms until `look` gives something other than undefined, null or false, and returns that.
 * Rejects after `withinMs` naming `what`. The limit only ends a test that has failed already: it is generous, so that a
 * busy machine never reaches it.
 */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 400_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await pause(50);
  }
}
