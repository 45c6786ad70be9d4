import { parityCheck } from '../../parity-check.js';

/** What is chosen when a database is made, and no statement changes afterwards. */
export const databaseLocaleCheck = parityCheck({
  id: 'database-locale',
  area: 'variables',
  engines: ['postgres'],
  claim: 'Both databases have the same encoding, and sort and compare texts by the same rules',
  say: ({ object, source, target }) =>
    `${object} is ${target || 'empty'} on the target and ${source || 'empty'} on the source`,
});
