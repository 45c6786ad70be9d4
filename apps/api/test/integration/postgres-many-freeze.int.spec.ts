// The freeze proof of more databases than their shared connections can compare at once.
import { setTimeout as pause } from 'node:timers/promises';
import { freezeProofGroupAnswerSchema, type FreezeProofGroup, type MigrationGroup } from '@cutover/contracts';
import { roles, type PostgresLab } from '@cutover/lab';
import { freezeProofDialects } from '../../src/freeze-proof/dialects/registry.js';
import { attestDisk } from '../support/attest-disk.js';
import { eventually } from '../support/eventually.js';
import { sentinelTable } from '../support/freeze-stage.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { makeFreezable, notGreen } from '../support/postgres-databases.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

const { statements } = freezeProofDialects.postgres;
const path = '/api/groups/shop/freeze-proof';
const names = ['many_a', 'many_b', 'many_c', 'many_d', 'many_e', 'many_f'];
/** The least that the configuration takes. Two on the source for each database that is compared, and one at least for its statements. */
const maxConnections = 10;

let lab: PostgresLab;
let product: Product;
const databases: OtherDatabase[] = [];

/** Requests within a minute are limited. */
const pollMs = 500;

async function proof(): Promise<FreezeProofGroup> {
  await pause(pollMs);
  const answer = freezeProofGroupAnswerSchema.parse(await product.get(path));
  if (answer.proof === null) throw new Error('None was begun');
  return answer.proof;
}

/** What the lights say that are not green, by database. */
async function lights(): Promise<unknown> {
  const of = async (name: string) => {
    const answer = await product.get<{ proof: Parameters<typeof notGreen>[0] | null }>(
      `/api/migrations/shop.${name}/readiness/freeze-proof`,
    );
    return [name, answer.proof && notGreen(answer.proof)];
  };
  return Promise.all(names.map(of));
}

async function once(what: string, is: (group: FreezeProofGroup) => boolean): Promise<FreezeProofGroup> {
  try {
    return await eventually(
      what,
      async () => {
        const now = await proof();
        return is(now) && now;
      },
      150_000,
    );
  } catch (error) {
    throw new Error(`${String(error)} ${JSON.stringify(await lights(), null, 1)}`, { cause: error });
  }
}

beforeAll(async () => {
  lab = await postgresPair();
  for (const name of names) {
    const database = await watchOtherDatabase(lab, name);
    databases.push(database);
    for (const role of roles)
      await database.run(role, 'GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO cutover');
    await makeFreezable(database);
  }
  product = await startProduct(lab, {
    sections: { readiness: { soakMinutes: 0, freezeBudgetSeconds: 240, freezeProof: { sentinelTable } } },
    migration: { databases: names, schemas: ['public'] },
    sides: { database: undefined, maxConnections },
  });
  for (const name of names) await attestDisk(product, `shop.${name}`);
}, 300_000);

afterAll(async () => {
  await product?.end();
  for (const database of databases) {
    await database.run('source', statements.thaw);
    await database.run('target', statements.openTarget);
    await database.drop();
  }
}, 120_000);

it('begins in all, compares each within the connections that there are, and comes to green', async () => {
  await eventually(
    'all are safe',
    async () => {
      await pause(pollMs);
      return (await product.get<MigrationGroup>('/api/groups/shop')).answer === 'safe';
    },
    150_000,
  );
  const begun = await product.send('POST', path, { waitSeconds: 200 });
  expect(begun.status).toBe(202);
  await once('all wait for the freeze', ({ databases: all }) =>
    all.every(({ statement }) => statement?.includes('default_transaction_read_only') === true),
  );
  for (const database of databases) await database.run('source', statements.freeze);
  const { databases: proved } = await once('all are proved', ({ light }) => light === 'green');
  expect(proved.map(({ database, light }) => [database, light])).toEqual(names.map((name) => [name, 'green']));
}, 500_000);
