/**
 * All that is known of one migration, taken at one moment. Empty here: each capability adds its part in its own
 * `x.evidence.ts` by declaring it into this interface, so that a new one touches no list.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Evidence {}

/** Name of a part of the evidence. */
export type EvidenceName = keyof Evidence;
