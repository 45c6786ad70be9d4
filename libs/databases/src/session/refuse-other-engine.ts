import type { Engine } from '@cutover/contracts';
import { readDriverError } from '../driver-error.js';
import type { Endpoint } from '../endpoint.js';
import type { FailureKind } from '../failure-kind.js';
import { EngineMismatch } from './engine-mismatch.js';
import { recogniseServer, type RecognisedServer } from './recognise-server.js';

/** For so long a server is not looked at again: each attempt to speak to it counts there as a failed connect. */
const rememberMs = 300_000;

/** The protocol that each engine speaks: only between two of them is neither side understood. */
const protocols: Readonly<Record<Engine, 'mysql' | 'postgres'>> = {
  mariadb: 'mysql',
  mysql: 'mysql',
  postgres: 'postgres',
};

/** Failures in which the two sides may have spoken different protocols: neither got an answer that it understood. */
const misunderstandings: ReadonlySet<FailureKind> = new Set<FailureKind>(['no-answer', 'connection-lost', 'other']);

/** What a look at a server has shown. */
interface Look {
  /** null: it could not be told. */
  server: RecognisedServer | null;
  atMs: number;
}

/** The last look at each host and port. */
const looks = new Map<string, Look>();

/**
 * Connects, and where that fails as it does between two protocols, looks at which one the server speaks. Rejects with
 * EngineMismatch then, and otherwise as `open` does: "no answer" would send people to look at their network. A server of
 * another engine is left alone for five minutes.
 */
export async function refuseOtherEngine<Session>(
  configured: Engine,
  endpoint: Endpoint,
  kindOf: (error: unknown) => FailureKind,
  open: () => Promise<Session>,
): Promise<Session> {
  refuse(configured, remembered(endpoint));
  try {
    return await open();
  } catch (error) {
    if (isMisunderstanding(error, kindOf)) refuse(configured, remembered(endpoint) ?? (await lookAt(endpoint)));
    throw error;
  }
}

function refuse(configured: Engine, look: Look | null): void {
  const server = look?.server ?? null;
  if (server === null || protocols[server.engine] === protocols[configured]) return;
  throw new EngineMismatch(configured, server.engine, server.version);
}

function isMisunderstanding(error: unknown, kindOf: (error: unknown) => FailureKind): boolean {
  const { isServersAnswer, errno } = readDriverError(error);
  return !isServersAnswer && errno === 0 && misunderstandings.has(kindOf(error));
}

const addressOf = ({ host, port }: Endpoint): string => `${host}:${port}`;

function remembered(endpoint: Endpoint): Look | null {
  const last = looks.get(addressOf(endpoint));
  return last !== undefined && performance.now() - last.atMs < rememberMs ? last : null;
}

async function lookAt(endpoint: Endpoint): Promise<Look> {
  const seen = { server: await recogniseServer(endpoint), atMs: performance.now() };
  looks.set(addressOf(endpoint), seen);
  return seen;
}
