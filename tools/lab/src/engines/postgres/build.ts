import type { Client } from 'pg';
import { makeCertificates } from '../../certificates.js';
import type { Lab } from '../../lab.js';
import { forBothRoles, type Role } from '../../roles.js';
import { shopDatabase } from '../../shop/sizes.js';
import type { BuildOptions } from '../engine.js';
import { copyShopPassword, createAccounts } from './accounts.js';
import { adminOptions, withClient } from './admin.js';
import type { PostgresTypes } from './postgres-types.js';
import { quoteIdentifier } from './quote.js';
import { publish, subscribe, waitUntilReplicating } from './replication.js';
import { setSequencesAhead } from './sequences.js';
import { installServer } from './server/install.js';
import { finishStatements, tableStatements } from './shop/schema.js';
import { fillShop } from './shop/seed.js';

/** A million rows take half a minute; a busy machine needs more. */
const syncTimeoutMs = 600_000;

/** From an empty home to a source that holds the shop and a target that has copied it, and follows. */
export async function buildPair(lab: Lab<PostgresTypes>, { log }: BuildOptions): Promise<void> {
  const { home, state } = lab.place;
  log('Making certificates and two empty servers …');
  await makeCertificates(home);
  await forBothRoles((role) => installServer(lab.place, role));
  await forBothRoles((role) => lab.server(role).start());
  await forBothRoles((role) => prepare(lab, role));
  await lab.withAdmin('source', (source) => lab.withAdmin('target', (target) => copyShopPassword(source, target)));

  log(`Seeding the shop on the source (${state.rows.toLocaleString('en')} order items) …`);
  await lab.withAdmin('source', async (source) => {
    await fillShop(source, state.rows, (share) => log(`Seeding the shop: ${Math.round(share * 100)} %`));
    await finishTables(source);
    await publish(source);
  });

  log('Starting replication: the target copies every table …');
  await lab.withAdmin('target', (target) => subscribe(target, state, { isEnabled: true }));
  await waitUntilReplicating(lab, syncTimeoutMs);
  await lab.withAdmin('target', finishTables);
  await setSequencesAhead(lab);
  await lab.catchUp();
}

/** Makes the database with its empty tables, and the accounts. */
async function prepare(lab: Lab<PostgresTypes>, role: Role): Promise<void> {
  await withClient(adminOptions(lab.place, role, 'postgres'), (client) =>
    client.query(`CREATE DATABASE ${quoteIdentifier(shopDatabase)}`),
  );
  await lab.withAdmin(role, async (client) => {
    for (const statement of tableStatements) await client.query(statement);
    await createAccounts(client, lab.place.state, role, shopDatabase);
  });
}

async function finishTables(client: Client): Promise<void> {
  for (const statement of finishStatements) await client.query(statement);
}
