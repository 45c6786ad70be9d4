import { mariadbPositionCodec } from './engines/mariadb/mariadb-positions.js';
import type { GtidCodec } from './engines/mysql-family/gtid-codec.js';
import type { FamilyEngine } from './engines/mysql-family/server-identity.js';
import { mysqlPositionCodec } from './engines/mysql/mysql-positions.js';

/** Each engine that numbers transactions by GTID. */
export const gtidCodecs: Readonly<Record<FamilyEngine, GtidCodec>> = {
  mariadb: mariadbPositionCodec,
  mysql: mysqlPositionCodec,
};
