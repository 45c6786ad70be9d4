import {
  engines,
  errorText,
  isRightMissing,
  type ServerConnection,
  ServerUnavailable,
  StatementTimeout,
} from '@cutover/databases';
import type { Finding } from './finding.js';

/** Runs one reading and turns a failure into its reason. Never rejects. */
export async function lookUp<T>(server: ServerConnection, what: string, read: () => Promise<T>): Promise<Finding<T>> {
  try {
    return { isKnown: true, value: await read() };
  } catch (error) {
    return { isKnown: false, reason: await explain(server, what, error) };
  }
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
