import { setTimeout as delay } from 'node:timers/promises';
import type { CutoverProcess } from '@cutover/lab';

const everyMs = 20;

/** How long the API takes to answer that it serves, again and again until the work has ended, ms each. */
export async function answerTimes(api: CutoverProcess, work: Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let isOver = false;
  const ended = work.finally(() => (isOver = true));
  ended.catch(() => undefined);
  while (!isOver) {
    const startedMs = performance.now();
    await (await fetch(`${api.url}/api/health/live`)).text();
    took.push(performance.now() - startedMs);
    await delay(everyMs);
  }
  await ended;
  return took;
}
