import { parityCheck } from '../../parity-check.js';

/** The one setting that no statement can make good afterwards. */
export const tableNameCaseCheck = parityCheck({
  id: 'table-name-case',
  area: 'variables',
  engines: ['mariadb', 'mysql'],
  claim: 'Both sides treat upper and lower case in names of tables alike (lower_case_table_names)',
  say: ({ object, source, target }) => `${object} is ${target} on the target and ${source} on the source`,
});
