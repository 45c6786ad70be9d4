import type { Waiver } from '@cutover/contracts';

/** A waiver as it is kept: whether it counts now follows from the rest, and from the clocks. */
export type KeptWaiver = Omit<Waiver, 'isStanding'>;
