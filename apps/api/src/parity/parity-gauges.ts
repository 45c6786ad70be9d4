import { parityAreaSchema } from '@cutover/contracts';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import type { KnownArea, KnownParity } from './known-parity.js';
import { isTooOld } from './parity-check.js';

/** What the gauges are read from at the moment of a scrape. */
export interface ParitySources {
  /** Migrations of which areas are compared. */
  migrations: readonly string[];
  parityOf(migration: string): KnownParity;
  nowMs(): number;
}

/** How many differences are left, by area. */
export function parityGauges({ migrations, parityOf, nowMs }: ParitySources): ScrapedGauge[] {
  const byArea = (name: string, help: string, read: (known: KnownArea) => number | null): ScrapedGauge => ({
    ...{ name, help, labels: ['migration', 'area'] },
    read: () =>
      migrations.flatMap((migration) => {
        const parity = parityOf(migration);
        return parityAreaSchema.options.map((area): Series => [
          { migration, area },
          freshValue(parity[area], read, nowMs()),
        ]);
      }),
  });
  return [
    byArea(
      'cutover_parity_differences',
      'Differences that were seen beside the rows, those that do not block included (absent: unknown)',
      ({ state }) => countOrNull(state.differences, state.unknown.length > 0),
    ),
    byArea(
      'cutover_parity_blocking_differences',
      'Differences beside the rows that keep the answer from being safe (absent: unknown)',
      ({ state }) =>
        countOrNull(
          state.blocking,
          state.unknown.some(({ blocks }) => blocks),
        ),
    ),
    byArea(
      'cutover_parity_unread_parts',
      'Parts of an area that could not be compared, so that nothing is said of them (absent: never read, or too long ago)',
      ({ state }) => state.unknown.length,
    ),
  ];
}

function freshValue(known: KnownArea | undefined, read: (known: KnownArea) => number | null, nowMs: number) {
  const isOld = known === undefined || isTooOld(known.state.measuredAt, nowMs);
  return isOld ? null : read(known);
}

/** What could not be read may differ: beside it a 0 would be taken for good. What was seen is there all the same. */
function countOrNull(count: number, isUnread: boolean): number | null {
  return count === 0 && isUnread ? null : count;
}
