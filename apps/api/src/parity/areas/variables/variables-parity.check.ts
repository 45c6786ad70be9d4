import { parityWarning } from '../../parity-warning.js';
import { otherSettings } from './compare-variables.js';

/** So many settings are named in a sentence. */
const inSentence = 5;

/** Settings that differ for a reason are common, so that it warns and does not block. */
export const variablesParityCheck = parityWarning({
  id: 'variables-parity',
  area: 'variables',
  engines: ['mariadb', 'mysql', 'postgres'],
  claim: 'Settings that change what statements mean are the same on both sides',
  say: ({ object, source, target, why }) =>
    object === otherSettings
      ? `${settingsIn(target)} have other values than on the source, of which Cutover does not know what follows`
      : `${object} is ${shown(target)} on the target and ${shown(source)} on the source. ${why}`,
});

/** Their names, of which a sentence holds some. */
function settingsIn(lines: string | null): string {
  const all = (lines ?? '').split('\n').map((line) => line.replace(/ = .*$/, ''));
  return all.length <= inSentence ? all.join(', ') : `${all.slice(0, inSentence).join(', ')} and others`;
}

/** An empty setting would leave a hole in the sentence; a long one would fill it. */
function shown(value: string | null): string {
  if (value === null || value === '') return 'empty';
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
