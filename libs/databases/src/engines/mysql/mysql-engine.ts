import type { DatabaseEngine } from '../../database-engine.js';
import { mysqlFamilyEngine } from '../mysql-family/mysql-family-engine.js';
import { probeRights } from '../mysql-family/rights-probe.js';
import { mysqlPositionCodec } from './mysql-positions.js';

/** MySQL. Versions it was tried with: docs/compatibility.md. */
export const mysql: DatabaseEngine = {
  ...mysqlFamilyEngine('mysql'),
  missingRights: (server, identity, needs) => probeRights(server, identity, needs),
  positions: mysqlPositionCodec,
};
