import { freezeProofAnswerSchema, type FreezeLightId, type FreezeProof, type Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { createAccount, passwordOfTests } from './other-account.js';
import { eventually } from './eventually.js';
import { proveAll } from './proved-product.js';
import { startProduct, type Product, type ProductOptions } from './product.js';
import { runOn } from './run-on.js';

/** That of the lab. */
export const sentinelTable = 'cutover.sentinel';
const path = '/api/migrations/shop/readiness/freeze-proof';

/** What an account needs so that every light can be green, on each side. */
const rights: Readonly<Record<'mariadb' | 'mysql', Readonly<Record<Role, readonly string[]>>>> = {
  mariadb: {
    source: [
      ...['SELECT ON shop.*', 'SELECT ON mysql.*', 'BINLOG MONITOR, PROCESS, RELOAD ON *.*'],
      `SELECT, INSERT, UPDATE ON ${sentinelTable}`,
    ],
    target: [
      ...['SELECT ON shop.*', `SELECT ON ${sentinelTable}`, 'SELECT ON mysql.*'],
      'SLAVE MONITOR, BINLOG MONITOR, PROCESS ON *.*',
    ],
  },
  mysql: {
    source: [
      ...['SELECT ON shop.*', 'SELECT ON mysql.*', 'REPLICATION CLIENT, REPLICATION SLAVE, PROCESS, RELOAD ON *.*'],
      `SELECT, INSERT, UPDATE ON ${sentinelTable}`,
    ],
    target: [
      ...['SELECT ON shop.*', `SELECT ON ${sentinelTable}`, 'SELECT ON mysql.*'],
      'REPLICATION CLIENT, REPLICATION SLAVE, PROCESS ON *.*',
    ],
  },
};

/** One comparison of everything, which waits for a busy machine: there is no second one. */
const comparedOnce = { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60, proofWaitSeconds: 60 };

/** A pair on which freeze proofs are run. */
export interface FreezeStage {
  start(
    options?: { allowFreeze?: boolean; budgetSeconds?: number; sentinel?: boolean } & ProductOptions,
  ): Promise<FreezingProduct>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  end(): Promise<void>;
}

/** The product on such a pair. */
export interface FreezingProduct {
  product: Product;
  /** Starts a proof; throws where it is refused. */
  begin(body?: object): Promise<FreezeProof>;
  proof(): Promise<FreezeProof>;
  /** The proof when its state is no longer `running`. */
  ended(): Promise<FreezeProof>;
  once(what: string, is: (proof: FreezeProof) => boolean): Promise<FreezeProof>;
  send(method: 'POST' | 'DELETE', body?: object): Promise<Response>;
}

/** Makes an account with exactly these rights. */
export async function freezeStage(lab: Lab): Promise<FreezeStage> {
  const account = await createAccount(lab, 'prover', rights[lab.flavor]);
  const endpoints = {
    source: { ...lab.endpoints.source, user: 'prover', password: passwordOfTests },
    target: { ...lab.endpoints.target, user: 'prover', password: passwordOfTests },
  };
  return {
    start: async ({ allowFreeze = false, budgetSeconds = 120, sentinel = true, ...options } = {}) => {
      const freezeProof = { allowFreeze, ...(sentinel ? { sentinelTable } : {}) };
      const sections = {
        readiness: { soakMinutes: 0, freezeBudgetSeconds: budgetSeconds, freezeProof },
        ...options.sections,
      };
      // One round at the start; what a proof compares it asks for itself.
      const monitoring = { ...comparedOnce, ...options.monitoring };
      const product = await startProduct({ endpoints }, { ...options, monitoring, sections });
      await eventually('both sides up, and the tables known', async () => {
        const answer = await product.send('GET', '/api/migrations/shop/checksums');
        return answer.ok && ((await answer.json()) as { results: unknown[] }).results.length > 0;
      });
      return freezingProduct(product);
    },
    freeze: () => runOn(lab, 'source', 'SET GLOBAL read_only = ON'),
    thaw: () => runOn(lab, 'source', 'SET GLOBAL read_only = OFF'),
    end: async () => {
      await runOn(lab, 'source', 'SET GLOBAL read_only = OFF');
      await account.drop();
      await lab.catchUp();
    },
  };
}

/**
 * The product with the account of the lab, which may see all that the answer rests on: the answer is safe when this
 * resolves. No other account may be there, since one that differs between the sides counts against the answer.
 */
export async function startSafe(
  lab: Lab,
  { allowFreeze = false }: { allowFreeze?: boolean } = {},
): Promise<FreezingProduct> {
  const freezeProof = { allowFreeze, sentinelTable };
  const product = await startProduct(lab, {
    sections: { readiness: { soakMinutes: 0, freezeBudgetSeconds: 120, freezeProof } },
    monitoring: { intervalSeconds: 1, ...comparedOnce },
  });
  await proveAll(product, lab);
  return freezingProduct(product);
}

/** Wraps a product, also one that was restarted. */
export function freezingProduct(product: Product): FreezingProduct {
  const send = (method: 'POST' | 'DELETE', body?: object) => product.send(method, path, body);
  const proof = async (): Promise<FreezeProof> => {
    const answer = freezeProofAnswerSchema.parse(await product.get('/api/migrations/shop/readiness/freeze-proof'));
    if (answer.proof === null) throw new Error('No proof was started');
    return answer.proof;
  };
  const once = (what: string, is: (proof: FreezeProof) => boolean): Promise<FreezeProof> =>
    eventually(what, async () => {
      const now = await proof();
      return is(now) && now;
    });
  return {
    ...{ product, send, proof, once },
    begin: async (body = {}) => {
      const answer = await send('POST', body);
      if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as FreezeProof;
    },
    ended: () => once('the proof has ended', ({ state }) => state !== 'running'),
  };
}

/** The states of the lights, with the messages of those that are not green: what a test compares and a failure shows. */
export function lightsOf({ lights }: FreezeProof): Partial<Record<FreezeLightId, string>> {
  return Object.fromEntries(
    lights.map(({ id, state, message }) => [id, state === 'green' ? state : `${state}: ${message}`]),
  );
}

/** Every light green. */
export const allGreen: Record<FreezeLightId, string> = {
  ...{ 'sentinel-written': 'green', 'source-frozen': 'green', 'source-still': 'green', 'target-reached': 'green' },
  ...{ 'sentinel-seen': 'green', 'hot-tables': 'green', 'target-captured': 'green' },
};
