import { quoteAccount, quoteIdentifier } from '@cutover/databases/mysql-family';

/** Whose right it is: hosts are compared whatever their case. */
export function accountKey(user: string, host: string): string {
  return `${user}@${host.toLowerCase()}`;
}

/** An account as GRANT wants it; a role of MariaDB has no host, and PUBLIC is a word. */
export function accountText(user: string, host: string, isRole: boolean): string {
  if (isRole) return user === 'PUBLIC' ? user : quoteIdentifier(user);
  return quoteAccount(`${user}@${host}`);
}
