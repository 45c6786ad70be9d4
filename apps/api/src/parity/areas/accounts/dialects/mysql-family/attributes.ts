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

/** What says when a password expires, as the server has it. */
export interface PasswordAge {
  /** Days that it lasts; null: as the server's default says; 0: for ever. */
  lifetimeDays: number | null;
  defaultDays: number;
  /** Seconds since 1970, both by the clock of the server. null: never changed, as far as it knows. */
  changedAt: number | null;
  now: number;
}

/** Pure: whether a login meets an expired password now, as both engines count it: in whole days since the last change. */
export function isPastLifetime({ lifetimeDays, defaultDays, changedAt, now }: PasswordAge): boolean {
  const days = lifetimeDays ?? defaultDays;
  return days > 0 && Math.floor((now - (changedAt ?? 0)) / 86_400) >= days;
}

const bySystemAccount: ReadonlySet<string> = new Set(['unix_socket', 'auth_socket']);

/** Whether each of these ways to log in is by an account of the machine's own system. */
export function isOnlyBySystem(plugins: readonly string[]): boolean {
  return plugins.length > 0 && plugins.every((plugin) => bySystemAccount.has(plugin.toLowerCase()));
}

/** Plugins that mix a random salt into what they store. */
const salted: ReadonlySet<string> = new Set(['caching_sha2_password', 'sha256_password', 'parsec']);

/** Whether the same password looks different each time it is set. */
export function isSalted(plugins: readonly string[]): boolean {
  return plugins.some((plugin) => salted.has(plugin.toLowerCase()));
}
