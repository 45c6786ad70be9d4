import type { AccountRow, RoleRow } from './statements.js';

const name = '`(?:[^`]|``)*`|\'(?:[^\']|\'\')*\'|"(?:[^"]|"")*"|[^\\s,@`\'"]+';
const role = new RegExp(`(${name})(?:\\s*@\\s*(${name}))?`, 'g');

/**
 * Pure: MySQL's `mandatory_roles` (`clerk, ops@localhost`) as if every account had been granted each of them: they stand in no
 * table of privileges.
 */
export function mandatoryRoles(setting: string, accounts: readonly AccountRow[]): RoleRow[] {
  const roles = [...setting.matchAll(role)].map(([, user = '', host]) => ({
    role: unquoted(user),
    roleHost: host === undefined ? '%' : unquoted(host),
  }));
  return roles.flatMap((each) => accounts.map(({ user, host }) => ({ user, host, ...each })));
}

function unquoted(text: string): string {
  const quote = text[0] ?? '';
  return '`\'"'.includes(quote) ? text.slice(1, -1).replaceAll(quote + quote, quote) : text;
}
