import { quoteText } from '@cutover/databases/mysql-family';

/** What REQUIRE says. */
export interface TlsRequirement {
  type: 'none' | 'any' | 'x509' | 'specified';
  subject: string;
  issuer: string;
  cipher: string;
}

/** The clause REQUIRE of CREATE USER. */
export function requireClause({ type, subject, issuer, cipher }: TlsRequirement): string {
  if (type !== 'specified') return `REQUIRE ${{ none: 'NONE', any: 'SSL', x509: 'X509' }[type]}`;
  const parts = [
    ['SUBJECT', subject],
    ['ISSUER', issuer],
    ['CIPHER', cipher],
  ];
  const said = parts.filter(([, value]) => value !== '').map(([word, value]) => `${word} ${quoteText(value ?? '')}`);
  return `REQUIRE ${said.join(' AND ')}`;
}

/** Limits of an account; 0 is none. */
export interface AccountLimits {
  queries: number;
  updates: number;
  connections: number;
  atOnce: number;
}

/** The clauses of limits, by name of the attribute. */
export function limitClauses({ queries, updates, connections, atOnce }: AccountLimits): Record<string, string> {
  return {
    'queries an hour': `WITH MAX_QUERIES_PER_HOUR ${queries}`,
    'updates an hour': `WITH MAX_UPDATES_PER_HOUR ${updates}`,
    'connections an hour': `WITH MAX_CONNECTIONS_PER_HOUR ${connections}`,
    'connections at once': `WITH MAX_USER_CONNECTIONS ${atOnce}`,
  };
}

/** How long a password lasts, in days. null: as the server's default says; 0: for ever. */
export function lifetimeClause(days: number | null): string {
  if (days === null) return 'PASSWORD EXPIRE DEFAULT';
  return days === 0 ? 'PASSWORD EXPIRE NEVER' : `PASSWORD EXPIRE INTERVAL ${days} DAY`;
}

/** The state of account and password, by name of the attribute. */
export function stateClauses(isLocked: boolean, isExpired: boolean): Record<string, string> {
  return {
    'account lock': isLocked ? 'ACCOUNT LOCK' : 'ACCOUNT UNLOCK',
    'expired password': isExpired ? 'PASSWORD EXPIRE' : 'not expired',
  };
}

/** Plugins that mix a random salt into what they store. */
const salted: ReadonlySet<string> = new Set(['caching_sha2_password', 'sha256_password', 'parsec']);

/** Whether the same password looks different each time it is set. */
export function isSalted(plugins: readonly string[]): boolean {
  return plugins.some((plugin) => salted.has(plugin.toLowerCase()));
}
