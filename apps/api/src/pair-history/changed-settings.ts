import type { LookPair } from './pair-history-dialect.js';
import type { Facts, Happening } from './pair-look.js';

const isSetting = (name: string): boolean => name.startsWith('set ');

/** Pure: a setting of either side that decides what the target applies was changed between two looks; null: none was. */
export function changedSettings({ before, after }: LookPair): Happening | null {
  const names = Object.keys(after).filter((name) => isSetting(name) && before[name] !== undefined);
  const changed = names.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return null;
  const texts = changed.map((name) => `${name.slice(4)} was "${before[name]}" and is "${after[name]}"`);
  return { reason: `what gets to the target was changed: ${texts.join('; ')}`, voids: 'equality' };
}

/** Pure: the facts of this look. Settings that could not be read now are taken from the look before. */
export function rememberSettings(before: Facts | null, now: Facts): Facts {
  const known = Object.entries(before ?? {}).filter(([name]) => isSetting(name));
  return { ...Object.fromEntries(known), ...now };
}
