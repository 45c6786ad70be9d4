import { accountsArea } from './areas/accounts/accounts-area.js';
import type { ComparedArea } from './parity-area.js';

/** What is compared beside the rows: one line an area. */
export const comparedAreas: readonly ComparedArea[] = [accountsArea];
