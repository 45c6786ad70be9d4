import type { LagHistory, ReplicaLag } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { faultText, migrationPath, rest } from '../../live/rest.js';
import { appendLag, seriesOf, type LagSeries } from './lag-series.js';

export const lagRanges = [
  { value: '15m', label: '15 min', minutes: 15 },
  { value: '1h', label: '1 h', minutes: 60 },
  { value: '6h', label: '6 h', minutes: 360 },
  { value: '24h', label: '24 h', minutes: 1440 },
] as const;
export type LagRange = (typeof lagRanges)[number]['value'];

/** Length of a range in milliseconds. */
export function rangeMs(range: LagRange): number {
  return (lagRanges.find(({ value }) => value === range)?.minutes ?? 60) * 60_000;
}

/** The lag history of the migration on the page: loaded once a range, then grown by what arrives. */
export const useLagStore = defineStore('lag', () => {
  const range = ref<LagRange>('1h');
  const series = shallowRef<LagSeries | null>(null);
  const fault = ref<string | null>(null);
  let migration = '';
  let asked = 0;

  /** Loads the history of a migration for the chosen range. A slower answer to an earlier question is dropped. */
  async function load(name: string, nowMs: number): Promise<void> {
    if (name !== migration) series.value = null;
    migration = name;
    const question = ++asked;
    const query = new URLSearchParams({
      from: new Date(nowMs - rangeMs(range.value)).toISOString(),
      to: new Date(nowMs + 1000).toISOString(),
      points: '720',
    });
    try {
      const history = await rest<LagHistory>('GET', migrationPath(name, `/lag?${query}`));
      if (question !== asked) return;
      series.value = seriesOf(history);
      fault.value = null;
    } catch (error) {
      if (question === asked) fault.value = faultText(error);
    }
  }

  /** Takes a new measurement, when it is of the migration on the page. */
  function receive(name: string, lag: ReplicaLag | null): void {
    if (name !== migration || lag === null || series.value === null) return;
    series.value = appendLag(series.value, lag, rangeMs(range.value));
  }

  return { range, series, fault, load, receive };
});
