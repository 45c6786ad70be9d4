import { setTimeout as delay } from 'node:timers/promises';
import type { CutoverProcess, Lab } from '@cutover/lab';
import { openBrowsers } from './browsers.js';
import type { Figure } from './figure.js';
import { percentile } from './percentile.js';
import { readUsage } from './process-usage.js';

const sockets = 100;
const sampleEveryMs = 5_000;
const mebibyte = 1024 * 1024;

/** The API under the demo's load with 100 dashboards open, for `minutes`. */
export async function measureSoak(lab: Lab, api: CutoverProcess, minutes: number): Promise<Figure[]> {
  const load = lab.startLoad({ rate: 20 });
  const browsers = await openBrowsers(api.url, sockets);
  try {
    const rssBytes: number[] = [];
    const before = readUsage(api.pid);
    const startedMs = performance.now();
    while (performance.now() - startedMs < minutes * 60_000) {
      await delay(sampleEveryMs);
      rssBytes.push(readUsage(api.pid).rssBytes);
    }
    const elapsedMs = performance.now() - startedMs;
    const cpuShare = (readUsage(api.pid).cpuMs - before.cpuMs) / elapsedMs;
    return [
      ...memoryFigures(rssBytes, minutes),
      {
        what: 'CPU of the API process, share of one core',
        measured: `${(cpuShare * 100).toFixed(2)} %`,
        bound: '≤ 5 %',
        isMet: cpuShare <= 0.05,
      },
      ...deliveryFigures(browsers.deliveriesMs(), browsers.incompleteSamples(), browsers.disconnects()),
    ];
  } finally {
    browsers.close();
    await load.stop();
  }
}

/** Flat: the last fifth needs at most a tenth more than the second fifth (the first fifth is warming up). */
function memoryFigures(rssBytes: number[], minutes: number): Figure[] {
  const fifth = Math.max(1, Math.floor(rssBytes.length / 5));
  const early = percentile(rssBytes.slice(fifth, 2 * fifth), 0.5);
  const late = percentile(rssBytes.slice(-fifth), 0.5);
  const most = Math.max(...rssBytes);
  const mib = (bytes: number): string => `${(bytes / mebibyte).toFixed(0)} MiB`;
  return [
    {
      what: `RSS of the API process, largest of ${rssBytes.length} samples in ${minutes} min`,
      measured: mib(most),
      bound: '≤ 200 MB',
      isMet: most <= 200e6,
    },
    {
      what: 'RSS flat: median of the last fifth ÷ median of the second fifth',
      measured: `${(late / early).toFixed(2)} (${mib(early)} → ${mib(late)})`,
      bound: '≤ 1.10',
      isMet: late / early <= 1.1,
    },
  ];
}

function deliveryFigures(deliveriesMs: number[], incomplete: number, disconnects: number): Figure[] {
  const p99 = percentile(deliveriesMs, 0.99);
  return [
    {
      what: `From a sample taken to ${sockets} sockets having it, p99 of ${deliveriesMs.length} samples`,
      measured: `${p99} ms (median ${percentile(deliveriesMs, 0.5)} ms, ${incomplete} incomplete, ${disconnects} disconnects)`,
      bound: '≤ 100 ms',
      isMet: p99 <= 100,
    },
  ];
}
