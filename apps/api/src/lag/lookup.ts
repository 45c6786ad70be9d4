import {
  engines,
  errorText,
  isRightMissing,
  type ServerConnection,
  ServerUnavailable,
  StatementTimeout,
} from '@cutover/databases';
import { asSentence } from '../failures/as-sentence.js';

/** What one look at a server told: a value, or the reason why it could not be had. A value that is null: the server said that there is none. */
export type Lookup<T> = { isKnown: true; value: T } | { isKnown: false; reason: string };

/** Runs one reading and turns a failure into its reason. Never rejects. */
export async function lookUp<T>(server: ServerConnection, what: string, read: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { isKnown: true, value: await read() };
  } catch (error) {
    return { isKnown: false, reason: await explain(server, what, error) };
  }
}

/** The value, or null where it is unknown. */
export function valueOf<T>(lookup: Lookup<T>): T | null {
  return lookup.isKnown ? lookup.value : null;
}

/** Reasons of all that is unknown, each a sentence and each once: a server that is down is one reason, not four. */
export function reasonsOf(lookups: readonly Lookup<unknown>[]): string[] {
  return [...new Set(lookups.flatMap((lookup) => (lookup.isKnown ? [] : [asSentence(lookup.reason)])))];
}

async function explain(server: ServerConnection, what: string, error: unknown): Promise<string> {
  if (error instanceof ServerUnavailable) return error.message;
  if (error instanceof StatementTimeout) return `The ${server.role} did not tell ${what} in time; look at its load.`;
  if (!isRightMissing(error)) return `The ${server.role} did not tell ${what}: ${errorText(error)}.`;
  const grants = await grantsOf(server);
  const advice = grants.length ? `Run there: ${grants.join(' ')}` : errorText(error);
  return `The account may not read ${what} on the ${server.role}. ${advice}`;
}

async function grantsOf(server: ServerConnection): Promise<string[]> {
  const identity = server.identity();
  if (!identity) return [];
  const needs = { role: server.role, rds: server.rds, databases: [], tables: [] };
  return engines[server.engine].missingRights(server, identity, needs).catch(() => []);
}
