import type { ParityDifference } from '@cutover/contracts';
import { parityCheck } from '../../parity-check.js';

type Sides = Pick<ParityDifference, 'source' | 'target'>;

/** Who may do what is the same on both sides. */
export const accountsParityCheck = parityCheck({
  id: 'accounts-parity',
  area: 'accounts',
  engines: ['mariadb', 'mysql', 'postgres'],
  claim: 'Accounts, roles and their rights are the same on both sides, and every DEFINER exists on the target',
  say,
});

function say({ kind, object, part, source, target }: ParityDifference): string {
  if (kind === 'definer') return `${object} is a DEFINER and no account on the target`;
  if (kind === 'plugin') return `the plugin ${object}, by which accounts log in, is not loaded on the target`;
  if (part === null)
    return source === null
      ? `account ${object} of the target alone takes the place of another account`
      : `account ${object} is missing on the target`;
  if (part.startsWith('proxy ') && target === null) return `${object} is no ${part} on the target`;
  if (kind === 'role' && target === null) return `${object} does not have ${part} on the target`;
  if (kind === 'owner') return `${object} is not ${part} on the target`;
  if (kind === 'setting')
    return `${object}: ${part} are ${target ?? 'not set'} on the target and ${source ?? 'not set'} on the source`;
  if (kind === 'grant' || kind === 'role') return sayGrant({ object, part, source, target });
  if (part === 'password') return `${object} has another password on the target`;
  if (part === 'expired password') return `the password of ${object} is expired on the target`;
  return `${object}: ${part} is ${target ?? 'not set'} on the target and ${source ?? 'not set'} on the source`;
}

/** What is missing comes first: both sets together may be long. */
function sayGrant({ object, part, source, target }: Record<'object' | 'part', string> & Sides): string {
  const isRevoked = part.startsWith('revoked ');
  const [more, less] = isRevoked ? [target, source] : [source, target];
  const lacking = privilegesIn(more).filter((each) => !privilegesIn(less).includes(each));
  if (lacking.length === 0) return `${object}: the grant ${part} of the target alone takes other rights away`;
  const list = lacking.join(', ');
  if (isRevoked) return `${object}: ${list} is ${part} on the target only`;
  return `${object}: ${list} ${part.replace('dynamic privileges ', '').replace(/^(role|proxy)/, 'of $1')} ${lacking.length === 1 ? 'is' : 'are'} missing on the target`;
}

/** `SELECT, UPDATE (`a, b`)`, one by one. */
function privilegesIn(text: string | null): string[] {
  return (text?.match(/(?:`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^,`"])+/g) ?? []).map((each) => each.trim());
}
