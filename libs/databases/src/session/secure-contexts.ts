import { createHash } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

/** As many as there are sides with certificates of their own, and some of before they were renewed. */
const mostKept = 64;

/** By a digest of what they hold, the last used at the end. */
const kept = new Map<string, SecureContext>();

/**
 * The certificates as TLS uses them, read once for all connections that have the same: reading them takes as long as the rest of a
 * connect, and hundreds of kB for each. Throws where they cannot be used.
 */
export function secureContextOf(settings: SecureContextOptions): SecureContext {
  const digest = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  const context = kept.get(digest) ?? createSecureContext(settings);
  kept.delete(digest);
  kept.set(digest, context);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return context;
}
