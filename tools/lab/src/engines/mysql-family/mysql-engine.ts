import type { ConnectionOptions } from 'mysql2/promise';
import type { Lab } from '../../lab.js';
import { requirePrograms } from '../../server/programs.js';
import { roles, type Role } from '../../roles.js';
import { shopDatabase } from '../../shop/sizes.js';
import { chooseSocketFolder } from '../../socket-folder.js';
import type { LabEngine, LabPlace } from '../engine.js';
import { areBroken } from '../lab-break.js';
import { shopAccount } from './accounts.js';
import { rootOptions, withConnection } from './admin.js';
import { breaks } from './breaks/registry.js';
import { buildPair } from './build.js';
import { MysqlLab } from './mysql-lab.js';
import type { MysqlTypes } from './mysql-types.js';
import type { ReplicationState } from './replication-state.js';
import { readReplication, readSourceGtid, waitUntilApplied, waitUntilReplicating } from './replication.js';
import { mysqlProgram } from './server/mysql-program.js';
import { serverProgramsOf, softwareOf, type Flavor } from './server/software.js';
import { sentinelTable } from './shop/schema.js';
import { openWriterTo } from './transactions.js';

/** MariaDB, and from code MySQL. What differs between the two is in `dialects/`. */
export const mysqlEngine: LabEngine<MysqlTypes> = {
  title: 'MariaDB',
  pairTitle: 'a MariaDB source and its encrypted target, replicating over TLS',
  sides: { source: 'plain', target: 'encrypted' },
  breaks,
  downBreaks: { source: 'source-down', target: 'target-down' },
  firstBreaks: ['row-changed', 'receiver-dead'],
  leftToUser: null,

  requirePrograms(state) {
    requirePrograms(['openssl']);
    for (const role of roles) {
      const { flavor, root } = softwareOf(state, role);
      requirePrograms(serverProgramsOf[flavor], root);
    }
  },

  chooseSocketFolder,
  open: (home, state) => new MysqlLab(home, state, mysqlEngine),
  serverProgram: mysqlProgram,
  build: buildPair,

  async resume(lab, { restarted, breaks: inForce }) {
    if (restarted.includes('target') && areBroken(inForce, 'replica-stopped')) {
      await lab.withAdmin('target', (target) => target.query('STOP SLAVE'));
    }
    if (restarted.length > 0 && inForce.length === 0)
      await lab.withAdmin('target', (target) => waitUntilReplicating(target, flavorOf(lab)));
  },

  withAdmin: (place, role, work) => withConnection(optionsOf(place, role), work),

  async catchUp(lab, timeoutMs) {
    const gtid = await lab.withAdmin('source', (source) => readSourceGtid(source, flavorOf(lab)));
    await lab.withAdmin('target', (target) => waitUntilApplied(target, gtid, flavorOf(lab), timeoutMs));
  },

  readReplication: async (lab) =>
    (await lab.withAdmin('target', (target) => readReplication(target, flavorOf(lab)))) ?? null,

  describeReplication,

  // No side logs in to a database: names are qualified by it.
  watchedKeys: ({ database }) => ({ side: {}, migration: { databases: [database] } }),

  sentinelTable,

  writerOpener: (place) =>
    openWriterTo({ ...optionsOf(place, 'source'), user: shopAccount, password: place.state.shopPassword }),
};

/** Both sides are of one family. */
function flavorOf(lab: Lab<MysqlTypes>): Flavor {
  return softwareOf(lab.place.state, 'source').flavor;
}

function optionsOf(place: LabPlace, role: Role): ConnectionOptions {
  return rootOptions(mysqlProgram(place, role).socket, place.state.rootPassword, shopDatabase);
}

function describeReplication(state: ReplicationState): readonly string[] {
  const parts = [
    state.isReceiving ? 'receives' : 'does not receive',
    state.isApplying ? 'applies' : 'does not apply',
    state.secondsBehind === undefined ? 'seconds behind unknown' : `${state.secondsBehind} s behind`,
  ];
  if (state.delaySeconds > 0) parts.push(`delayed by ${state.delaySeconds} s`);
  return [parts.join(', '), state.receiverError, state.applierError].filter(Boolean);
}
