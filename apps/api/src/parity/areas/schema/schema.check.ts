import type { ParityDifference } from '@cutover/contracts';
import { parityCheck } from '../../parity-check.js';

/** Kinds of which other checks tell, too, of the same table: a table that one of them names is a reason of the verdict already. */
const toldElsewhere = new Set([
  'table',
  'column',
  'column order',
  'primary key',
  'system versioning',
  'storage engine',
]);

/** The definitions of both sides are the same, so that the application meets after the cutover what it knows. */
export const schemaParityCheck = parityCheck({
  id: 'schema-parity',
  area: 'schema',
  engines: ['mariadb', 'mysql', 'postgres'],
  claim: 'Tables, indexes, constraints and code in the database are the same on both sides',
  say,
  tablesOf: ({ kind, object }) => (toldElsewhere.has(kind) ? [object] : []),
});

/** `index by_day of shop.orders is missing on the target`. */
function say({ kind, object, part, source, target }: ParityDifference): string {
  const name = part === null ? `${kind} ${object}` : `${part} of ${object}`;
  if (target === null) return `${name} is missing on the target`;
  if (source === null) return `${name} is on the target only`;
  return isShort(source) && isShort(target)
    ? `${name} is ${source} on the source and ${target} on the target`
    : `${name} is not the same on both sides`;
}

function isShort(text: string): boolean {
  return text.length <= 80 && !text.includes('\n');
}
