import type { Connection } from 'mysql2/promise';
import { makeCertificates } from '../../certificates.js';
import type { LabState } from '../../lab-state.js';
import { allEnded, forBothRoles, roles, type Role } from '../../roles.js';
import type { Lab } from '../../lab.js';
import { shopDatabase } from '../../shop/sizes.js';
import type { BuildOptions } from '../engine.js';
import { copyShopPassword, createAccounts } from './accounts.js';
import { keepOffBinaryLog, rootOptions, withConnection, withoutBinaryLog } from './admin.js';
import { dialects } from './dialects/registry.js';
import type { MysqlTypes } from './mysql-types.js';
import { configureReplication, readSourceGtid, waitUntilReplicating } from './replication.js';
import { configureServer, installServer } from './server/install.js';
import type { ServerSettings } from './server/server-settings.js';
import { softwareOf, type Flavor } from './server/software.js';
import { seedShop, type OnSeeded } from './shop/seed.js';
import { copyTemplate } from './template.js';

/** From an empty home, or a template, to a pair that replicates. */
export async function buildPair(lab: Lab<MysqlTypes>, { log, template, beginsPlain }: BuildOptions): Promise<void> {
  if (template === undefined) await seedServers(lab, log, beginsPlain);
  else {
    log('Copying two seeded servers …');
    await copyTemplate(template, lab.place.home);
    await forBothRoles((role) => configureServer(settingsOf(lab, role)));
    await forBothRoles((role) => lab.server(role).start());
  }
  await replicate(lab, log);
  // A template was encrypted when it was made.
  if (beginsPlain && template === undefined)
    await lab.withAdmin('target', (target) =>
      runAll(target, dialects[flavorOf(lab.place.state)].encryptSlowly(lab.place.state.rows)),
    );
}

/** Makes two servers and fills both with the shop. They run, and do not replicate yet. `beginsPlain`: see BuildOptions. */
export async function seedServers(
  lab: Lab<MysqlTypes>,
  log: (line: string) => void,
  beginsPlain = false,
): Promise<void> {
  const { home, state } = lab.place;
  log('Making certificates and two empty servers …');
  await allEnded([makeCertificates(home), ...roles.map((role) => installServer(settingsOf(lab, role)))]);
  await forBothRoles((role) => lab.server(role).start());
  log(`Seeding the shop on both servers (${state.rows.toLocaleString('en')} order items) …`);
  const onSeeded = (share: number): void => log(`Seeding the shop: ${Math.round(share * 100)} %`);
  // Both sides are filled alike: the source speaks for both.
  await forBothRoles((role) => prepare(lab, state, { role, beginsPlain, ...(role === 'source' ? { onSeeded } : {}) }));
  if (dialects[flavorOf(state)].hasSaltedPasswords)
    await withoutBinaryLog(lab, 'source', (source) =>
      withoutBinaryLog(lab, 'target', (target) => copyShopPassword(source, target)),
    );
}

async function replicate(lab: Lab<MysqlTypes>, log: (line: string) => void): Promise<void> {
  const { home, state } = lab.place;
  const flavor = flavorOf(state);
  log('Starting replication …');
  const gtid = await lab.withAdmin('source', async (source) => {
    // The first transaction of the source's binary log: a replica of nothing would have no position.
    await source.query(
      "INSERT INTO audit_log (table_name, row_key, action, actor) VALUES ('audit_log', 'start', 'note', 'lab')",
    );
    return readSourceGtid(source, flavor);
  });
  await lab.withAdmin('target', async (target) => {
    const from = { port: state.ports.source, password: state.replicationPassword };
    await configureReplication(target, home, from, flavor);
    await target.query(dialects[flavor].startReplication);
    await waitUntilReplicating(target, flavor);
  });
  log(`Replicating from ${gtid}.`);
  await lab.catchUp();
}

function settingsOf(lab: Lab<MysqlTypes>, role: Role): ServerSettings {
  const { home, state } = lab.place;
  const { port, socket } = lab.server(role);
  return {
    home,
    role,
    software: softwareOf(state, role),
    port,
    socket,
    serverId: state.serverIds[role],
    rows: state.rows,
    runsAsRoot: process.getuid?.() === 0,
  };
}

/** Everything that is done to a side before replication: all of it stays out of the binary log. */
async function prepare(
  lab: Lab<MysqlTypes>,
  state: LabState,
  { role, beginsPlain, onSeeded }: { role: Role; beginsPlain: boolean; onSeeded?: OnSeeded },
): Promise<void> {
  const flavor = flavorOf(state);
  const dialect = dialects[flavor];
  await withConnection(rootOptions(lab.server(role).socket, ''), async (connection) => {
    await keepOffBinaryLog(connection);
    await runAll(connection, dialect.secureRoot(state.rootPassword));
    if (role === 'target')
      await runAll(connection, [...dialect.encryptServerTables, ...(beginsPlain ? dialect.beginPlain : [])]);
    await seedShop(connection, state.rows, dialect, onSeeded);
    await createAccounts(
      connection,
      role,
      shopDatabase,
      {
        cutover: state.cutoverPasswords[role],
        replication: state.replicationPassword,
        shop: state.shopPassword,
      },
      flavor,
    );
    await connection.query(dialect.resetBinaryLog);
    if ((await readSourceGtid(connection, flavor)) !== '')
      throw new Error(`The ${role} server is not at the beginning of its binary log.`);
  });
}

async function runAll(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.query(statement);
}

function flavorOf(state: LabState): Flavor {
  return softwareOf(state, 'source').flavor;
}
