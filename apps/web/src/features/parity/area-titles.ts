import type { ParityArea } from '@cutover/contracts';

/** Areas as they are headed. */
export const areaTitles: Readonly<Record<ParityArea, string>> = {
  schema: 'Schema',
  accounts: 'Accounts',
  variables: 'Variables',
};
