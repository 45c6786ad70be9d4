import { parityWarning } from '../../parity-warning.js';
import { roleText } from './compare-accounts.js';

/**
 * Nothing of the application fails for an account that the target alone has, so that it does not block; but whoever has its password
 * gets in there, and never could on the source. Roles are no way in, and accounts that are expected on the target are left out:
 * left-out.ts.
 */
export const accountsExtraCheck = parityWarning({
  id: 'accounts-extra',
  area: 'accounts',
  engines: ['mariadb', 'mysql', 'postgres'],
  claim: 'The target has no account that the source does not have',
  concerns: ({ kind, part, source, target }) =>
    kind === 'account' && part === null && source === null && target !== roleText,
  say: ({ object, why }) => `Account ${object} is on the target only. ${why}`,
});
