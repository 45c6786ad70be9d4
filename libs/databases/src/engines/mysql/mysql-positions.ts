import type { GtidCodec } from '../mysql-family/gtid-codec.js';
import { serverUuidStatement } from '../mysql-family/server-identity.js';
import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';
import { mysqlPositions as math } from './mysql-gtid-set.js';

/** What a server executed holds both what it applied and what it wrote. */
async function executed(server: StatementRunnerLike, bounds: StatementBounds): Promise<string | null> {
  const statement = 'SELECT @@GLOBAL.gtid_executed AS position';
  const [row] = await server.query<{ position: string | null }>(statement, [], bounds);
  // MySQL breaks long sets into lines.
  return row?.position?.replace(/\s+/g, '') || null;
}

/** GTID sets of MySQL. */
export const mysqlPositionCodec: GtidCodec = {
  ...math,
  read: (servers, role, bounds) => executed(servers[role], bounds),
  async readSource(source, bounds) {
    const position = await executed(source, bounds);
    return position === null ? null : { position, written: null };
  },
  async readTarget(target, bounds) {
    const applied = await executed(target, bounds);
    if (applied === null) return null;
    const [row] = await target.query<{ uuid: string }>(serverUuidStatement, [], bounds);
    return { applied, written: null, serverId: row?.uuid ?? null, logsApplied: true, isStrict: false };
  },
};
