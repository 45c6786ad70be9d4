/** The database, or schema, that is watched. */
export const soakDatabase = 'soak';

/** Rows with these ids are never written by the load: differences are planted among them. */
export const stillRows = 1000;
export const stillStep = 10;
/** The load writes from here on. */
export const firstHotId = 1_000_000;
/** Between two rows that are there: a surplus row gets such an id. */
export const gapBehindStillId = 5;

/** The tables of the soak, one of each kind that is compared in a way of its own. Each has id, payload and amount. */
export const soakTables = [
  ...(['plain', 'swap_left', 'swap_right', 'quiet'] as const),
  ...(['composite', 'keyless', 'wide', 'parts'] as const),
] as const;
export type SoakTable = (typeof soakTables)[number];

/** Those that the load writes to. */
export const hotTables = soakTables.filter((name) => name !== 'quiet');

/** The id of a still row. */
export function stillId(drawn: number): number {
  return (1 + (drawn % stillRows)) * stillStep;
}

/** The first and the last still row with ids from `fromId` up to, and not including, `belowId`, by their numbers. */
export function stillNumbers(fromId: number, belowId: number): { first: number; last: number } {
  return {
    first: Math.max(1, Math.ceil(fromId / stillStep)),
    last: Math.min(stillRows, Math.ceil(belowId / stillStep) - 1),
  };
}
