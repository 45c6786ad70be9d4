import type { RowDifferenceKind } from '@cutover/contracts';

/** In what way a row differs: its word, and its sign, so that nobody needs to see colour to read it. */
export const differenceLook: Record<RowDifferenceKind, { word: string; stroke: string }> = {
  missing: { word: 'Missing on the target', stroke: 'M4.2 8h7.6' },
  extra: { word: 'Extra on the target', stroke: 'M4.2 8h7.6M8 4.2v7.6' },
  changed: { word: 'Changed', stroke: 'M4.2 6.2h7.6M4.2 9.8h7.6M10 3.8 6 12.2' },
};
