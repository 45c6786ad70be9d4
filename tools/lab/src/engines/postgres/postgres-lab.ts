import type { ClientConfig } from 'pg';
import { Lab } from '../../lab.js';
import type { Role } from '../../roles.js';
import { adminOptions } from './admin.js';
import type { PostgresTypes } from './postgres-types.js';
import { connectionToSource } from './replication.js';

/** A pair of PostgreSQL servers. Made by `startPostgresLab`, found again by `openPostgresLab`. */
export class PostgresLab extends Lab<PostgresTypes> {
  /** Options for pg's `Client`: the superuser, over the unix socket, in the shop's database unless another one is named. */
  admin(role: Role, database: string = this.database): ClientConfig {
    return adminOptions(this.place, role, database);
  }

  /** The `CONNECTION` of a subscription on the target to this database of the source, over TLS. It holds no password. */
  connectionToSource(database: string): string {
    return connectionToSource(this.place.state, database);
  }
}
