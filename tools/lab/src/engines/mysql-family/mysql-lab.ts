import type { Connection, ConnectionOptions } from 'mysql2/promise';
import { Lab } from '../../lab.js';
import type { Role } from '../../roles.js';
import { shopDatabase } from '../../shop/sizes.js';
import { rootOptions, withoutBinaryLog } from './admin.js';
import type { MysqlTypes } from './mysql-types.js';
import { softwareOf, type Flavor } from './server/software.js';

/** A pair of MariaDB servers, or (from code) of MySQL servers. Made by `startLab`, found again by `openLab`. */
export class MysqlLab extends Lab<MysqlTypes> {
  /** Both sides are of one family. */
  get flavor(): Flavor {
    return softwareOf(this.place.state, 'source').flavor;
  }

  /** Options for mysql2's `createConnection`: root, over the unix socket, in the shop's database. */
  admin(role: Role): ConnectionOptions {
    return rootOptions(this.server(role).socket, this.place.state.rootPassword, shopDatabase);
  }

  /** Lends a root connection, with nothing written to the binary log: what is done stays on this side. */
  async withoutBinaryLog<R>(role: Role, work: (connection: Connection) => Promise<R>): Promise<R> {
    return withoutBinaryLog(this, role, work);
  }
}
