import { quoteLiteral } from '@cutover/databases/postgres';

/** The value of a setting after `SET … TO`. A list stays one: quoted as a whole it would be one name. */
export function quoteSetting(value: string): string {
  return value
    .split(',')
    .map((word) => quoteLiteral(word.trim().replace(/^"(.*)"$/s, '$1')))
    .join(', ');
}
