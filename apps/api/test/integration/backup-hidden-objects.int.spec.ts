// A client dumps what its account sees, and ends well. What it does not see must not be missing from a backup without a word.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsDatabase } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { backUpServer, type ServerResult } from '../../src/backups/run/back-up-server.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';
import { endpointOf, labPair } from '../support/lab-pair.js';

let lab: Lab;
let folder: string;
const login = { username: 'narrow', password: 'backs-up' };
const everything = 'SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON shop.*';
const routines = 'SELECT ON mysql.proc';

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await lab.withoutBinaryLog('source', (root) => root.query(`DROP USER ${login.username}@'%'`));
});

async function backedUpWith(...grants: string[]): Promise<ServerResult[]> {
  await lab.withoutBinaryLog('source', async (root) => {
    await root.query(`CREATE USER ${login.username}@'%' IDENTIFIED BY '${login.password}'`);
    for (const grant of [...grants, 'BINLOG MONITOR ON *.*'])
      await root.query(`GRANT ${grant} TO ${login.username}@'%'`);
  });
  const { host, port, tls } = endpointOf(lab, 'source', login);
  const results: ServerResult[] = [];
  for await (const result of backUpServer({
    server: {
      name: 'shop-db',
      engine: 'mariadb',
      host,
      port,
      ...login,
      tls,
      databases: ['shop'],
      excludeDatabases: [accountsDatabase],
    },
    ...{ databases: null, storages: [new LocalStorage('disk', folder)], compression: 'none', recipients: [] },
    ...{ type: 'manual', signal: new AbortController().signal, now: () => new Date() },
  }))
    results.push(result);
  return results;
}

it('backs up a database of which the account sees everything', async () => {
  expect(await backedUpWith(everything, routines)).toMatchObject([
    { database: 'shop', outcome: { folder: expect.stringContaining('shop-db/shop/') } },
  ]);
});

it.each([
  ['triggers', ['SELECT, SHOW VIEW, EVENT, LOCK TABLES ON shop.*', routines], 'GRANT TRIGGER ON `shop`.*'],
  ['routines', [everything], 'GRANT SELECT ON `mysql`.`proc`'],
  ['tables', ['EVENT, LOCK TABLES ON shop.*', 'SELECT, SHOW VIEW, TRIGGER ON shop.orders', routines], 'GRANT SELECT'],
])('fails where the account does not see all %s, and says what to grant', async (_, grants, told) => {
  expect(await backedUpWith(...grants)).toMatchObject([{ database: 'shop', failure: expect.stringContaining(told) }]);
  expect(readdirSync(folder)).toEqual([]);
});
