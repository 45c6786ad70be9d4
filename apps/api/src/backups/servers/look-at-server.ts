import type { Engine } from '@cutover/contracts';
import { engines, type Endpoint, type ServerIdentity } from '@cutover/databases';
import { engineTerms } from '../../config/engine-terms.js';
import { OperationalError } from '../../failures/failures.js';
import type { AccountsPlan } from '../dump/dump-dialect.js';
import { dumpDialects } from '../dump/dialects/registry.js';

/** What must be known of a server before a dump of it begins. */
export interface ServerLook {
  identity: ServerIdentity;
  /** Every database of its users that the account may see: how CREATE DATABASE makes its like, or null. */
  databases: ReadonlyMap<string, string | null>;
  /** Roles that a dump may name; null: it needs none. */
  roles: readonly string[] | null;
  /** A dump of it can tell its position. */
  tellsPosition: boolean;
}

/** Connects once, asks, and hangs up. Rejects with OperationalError: where the server does not answer, or refuses. */
export function lookAtServer(engine: Engine, endpoint: Endpoint): Promise<ServerLook> {
  const { databases, roles, tellsPosition } = dumpDialects[engine];
  return asking(engine, endpoint, async (session) => {
    const rows = await session.query<{ name: string; options: string | null }>(databases.list);
    const { systemSchemas } = engineTerms[engine];
    const own = rows.filter(({ name }) => !systemSchemas.includes(name.toLowerCase()));
    const [told] = tellsPosition === null ? [] : await session.query<{ tells: unknown }>(tellsPosition);
    const named = roles === null ? null : await session.query<{ name: string }>(roles);
    return {
      identity: session.identity,
      databases: new Map(own.map(({ name, options }) => [name, options])),
      roles: named && named.map(({ name }) => name),
      tellsPosition: Number(told?.tells ?? 0) === 1,
    };
  });
}

/** Databases of which a dump by this account would lack something without a word, each with what to do. Rejects as `lookAtServer`. */
export async function hiddenDatabases(
  engine: Engine,
  endpoint: Endpoint,
  databases: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { hiddenFromAccount } = dumpDialects[engine];
  if (hiddenFromAccount === null) return new Map();
  return asking(engine, endpoint, (session) => hiddenFromAccount(session, session.identity.account, databases));
}

/** Whether the accounts of a server are dumped, and how; null: no client of the engine does it. Rejects as `lookAtServer`. */
export async function planAccounts(
  engine: Engine,
  endpoint: Endpoint,
  isEncrypted: boolean,
): Promise<AccountsPlan | null> {
  const { accounts } = dumpDialects[engine];
  if (accounts === null) return null;
  return asking(engine, endpoint, (session) =>
    accounts.plan(session, { account: session.identity.account, isEncrypted }),
  );
}

async function asking<T>(engine: Engine, endpoint: Endpoint, ask: (session: Session) => Promise<T>): Promise<T> {
  const asked = { ...endpoint, database: endpoint.database ?? dumpDialects[engine].databases.maintenance };
  const session = await engines[engine]
    .connect(asked, () => undefined)
    .catch((error: unknown) => {
      const { message, action } = engines[engine].explainFault(error, asked);
      throw new OperationalError('SERVER_UNREACHABLE', `${message}. ${action}`, { cause: error });
    });
  try {
    return await ask(session);
  } finally {
    await session.close('The look is over');
  }
}

type Session = Awaited<ReturnType<(typeof engines)[Engine]['connect']>>;
