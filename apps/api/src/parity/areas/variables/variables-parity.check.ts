import { parityWarning } from '../../parity-warning.js';

/** Settings that differ for a reason are common, so that it warns and does not block. */
export const variablesParityCheck = parityWarning({
  id: 'variables-parity',
  area: 'variables',
  engines: ['mariadb', 'mysql'],
  claim: 'Settings that change what statements mean are the same on both sides',
  say: ({ object, source, target, why }) =>
    `${object} is ${shown(target)} on the target and ${shown(source)} on the source. ${why}`,
});

/** An empty setting would leave a hole in the sentence; a long one would fill it. */
function shown(value: string | null): string {
  if (value === null || value === '') return 'empty';
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
