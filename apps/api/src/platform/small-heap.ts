import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** More migrations, or a heap beyond this, are large for a good reason. */
const mostMigrations = 100;
const largeBytes = 160 * 1024 * 1024;
const lookEveryMs = 500;

const fewMigrations = 10;
/**
 * By how much the heap grows until it is collected. With 50 databases of one server, 78 MB in use, whole collections took 1 % of a core at
 * 40 %, and 3 % at 20 %, with 249 MiB in place of 261 to 270; left to V8 the process had 495 MiB.
 */
const growth = { few: 15, many: 20 };

/**
 * Keeps the process small while it is busy: V8 collects its whole heap once it has grown by so much since the last time.
 * Left to itself it waits for up to three times of what is in use: in a first round over 3,000 tables 70 MB were in use, and
 * 240 MB were held. A large heap is left to V8: to collect the 400 MB of 500 migrations so often stopped the process for
 * seconds.
 */
export function keepHeapSmall(migrations: number): void {
  if (migrations > mostMigrations) return;
  growBy(migrations > fewMigrations ? growth.many : growth.few);
  const watch = setInterval(() => {
    if (getHeapStatistics().used_heap_size < largeBytes) return;
    clearInterval(watch);
    growBy(0);
  }, lookEveryMs);
  watch.unref();
}

/** @param percent 0: as V8 thinks best */
function growBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
