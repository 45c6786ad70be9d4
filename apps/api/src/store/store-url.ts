import { OperationalError } from '../failures/failures.js';

/** Where the store is, parsed from `store.url`. */
export type StoreLocation =
  | { kind: 'sqlite'; path: string }
  | {
      kind: 'mysql';
      host: string;
      port: number;
      username: string;
      password: string;
      database: string;
      /** Connect with TLS and verify the server. */
      tls: boolean;
      /** File with the CA to trust instead of the system's. */
      ca: string | null;
    };

/** An in-memory SQLite database: nothing outlives the process. For tests and one-off commands. */
export const memoryPath = ':memory:';

function invalid(message: string): OperationalError {
  return new OperationalError('STORE_URL_INVALID', `store.url ${message}`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('holds a `%` that is no URL escape: write % in a user name or password as %25');
  }
}

/**
 * Parses `sqlite:PATH` (relative to the working directory, or `sqlite::memory:`) and
 * `mysql://user:password@host:port/database` (`mariadb://` alike; `?tls=true` or `?ca=FILE` for TLS).
 * Throws OperationalError STORE_URL_INVALID; the message never holds the URL, because it may hold a password.
 */
export function parseStoreUrl(url: string): StoreLocation {
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw invalid('names no file: write sqlite:./data/cutover.sqlite');
    return { kind: 'sqlite', path };
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^(mysql|mariadb):$/.test(parsed.protocol))
    throw invalid('cannot be read: write sqlite:PATH or mysql://user:password@host:3306/database');
  const database = decode(parsed.pathname.slice(1));
  if (parsed.hostname === '' || database === '')
    throw invalid('needs a host and a database: mysql://user:password@host:3306/database');
  const ca = parsed.searchParams.get('ca');
  return {
    kind: 'mysql',
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? 3306 : Number(parsed.port),
    username: decode(parsed.username),
    password: decode(parsed.password),
    database,
    tls: ca !== null || parsed.searchParams.get('tls') === 'true',
    ca,
  };
}

/** The store's place as people may see it: without user name and password. */
export function describeStore(location: StoreLocation): string {
  return location.kind === 'sqlite' ? location.path : `mysql://${location.host}:${location.port}/${location.database}`;
}
