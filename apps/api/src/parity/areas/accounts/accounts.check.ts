import { parityCheck } from '../../parity-check.js';

/** Who may do what is the same on both sides. */
export const accountsParityCheck = parityCheck({
  id: 'accounts-parity',
  area: 'accounts',
  engines: ['mariadb', 'mysql'],
  claim: 'Accounts, roles and their rights are the same on both sides, and every DEFINER exists on the target',
  say: ({ kind, object, part, source, target }) => {
    if (kind === 'definer') return `${object} is a DEFINER and no account on the target`;
    if (part === null) return `account ${object} is missing on the target`;
    const verb = kind === 'grant' || kind === 'role' ? 'holds' : 'has';
    return `${object} ${verb} ${target ?? 'nothing'} ${part} on the target, ${source ?? 'nothing'} on the source`;
  },
});
