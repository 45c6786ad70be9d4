import type { Role } from '@cutover/contracts';
import type { GtidCodec } from '../mysql-family/gtid-codec.js';
import { mariadbPositions as math } from './mariadb-gtid.js';

/** MariaDB keeps what it wrote and what it applied apart. */
const positionStatements: Readonly<Record<Role, string>> = {
  source: 'SELECT @@GLOBAL.gtid_binlog_pos AS position',
  target: 'SELECT @@GLOBAL.gtid_slave_pos AS position',
};

const sourceStatement =
  'SELECT @@GLOBAL.gtid_binlog_pos AS position, @@GLOBAL.gtid_binlog_state AS written, @@GLOBAL.gtid_slave_pos AS replicated';

const targetStatement =
  'SELECT @@GLOBAL.gtid_slave_pos AS applied, @@GLOBAL.gtid_binlog_state AS written, @@server_id AS serverId, ' +
  '@@GLOBAL.log_slave_updates AS logsApplied, @@GLOBAL.gtid_strict_mode AND @@GLOBAL.log_slave_updates AS isStrict';

interface SourceRow {
  position: string | null;
  written: string | null;
  replicated: string | null;
}

interface TargetRow {
  applied: string;
  written: string | null;
  serverId: string;
  logsApplied: unknown;
  isStrict: unknown;
}

/** GTID positions of MariaDB: at most one GTID for each domain. */
export const mariadbPositionCodec: GtidCodec = {
  ...math,
  async read(servers, role, bounds) {
    const [row] = await servers[role].query<{ position: string | null }>(positionStatements[role], [], bounds);
    return row?.position?.replace(/\s+/g, '') || null;
  },
  async readSource(source, bounds) {
    const [row] = await source.query<SourceRow>(sourceStatement, [], bounds);
    return row?.position ? { position: row.position, written: row.written, applied: row.replicated } : null;
  },
  async readTarget(target, bounds) {
    const [row] = await target.query<TargetRow>(targetStatement, [], bounds);
    if (!row?.applied) return null;
    const { applied, written, serverId } = row;
    return {
      ...{ applied, written, serverId: String(serverId) },
      ...{ logsApplied: Number(row.logsApplied) === 1, isStrict: Number(row.isStrict) === 1 },
    };
  },
};
