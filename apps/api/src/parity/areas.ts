import { accountsArea } from './areas/accounts/accounts-area.js';
import { schemaArea } from './areas/schema/schema-area.js';
import { variablesArea } from './areas/variables/variables-area.js';
import type { ComparedArea } from './parity-area.js';

/** What is compared beside the rows: one line an area. */
export const comparedAreas: readonly ComparedArea[] = [schemaArea, accountsArea, variablesArea];
