import type { DatabaseEngine } from '../../database-engine.js';
import { mysqlFamilyEngine } from '../mysql-family/mysql-family-engine.js';
import { probeRights } from '../mysql-family/rights-probe.js';
import { mariadbPositionCodec } from './mariadb-positions.js';
import { missingPositionRights } from './position-tables.js';

/** MariaDB. Versions it was tried with: docs/compatibility.md. */
export const mariadb: DatabaseEngine = {
  ...mysqlFamilyEngine('mariadb'),
  missingRights: (server, identity, needs) => probeRights(server, identity, needs, missingPositionRights),
  positions: mariadbPositionCodec,
};
