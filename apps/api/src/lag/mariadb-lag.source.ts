import { readChannels } from '@cutover/databases/mysql-family';
import { readBinlogPlace } from './binlog-status.js';
import { lookUp } from './explain-refusal.js';
import type { LagSource } from './lag-source.js';

interface TargetRow {
  applied: string;
  written: string | null;
  serverId: string;
  isStrict: unknown;
}

interface SourceRow {
  position: string | null;
  written: string | null;
}

/** MariaDB 10.2 and later. */
export const mariadbLagSource: LagSource = {
  async readTarget(target, bounds) {
    const [channels, position] = await Promise.all([
      lookUp(target, 'the state of replication', () => readChannels(target, bounds)),
      lookUp(target, 'its position', async () => {
        const sql =
          'SELECT @@GLOBAL.gtid_slave_pos AS applied, @@GLOBAL.gtid_binlog_state AS written, @@server_id AS serverId, ' +
          '@@GLOBAL.gtid_strict_mode AND @@GLOBAL.log_slave_updates AS isStrict';
        const [row] = await target.query<TargetRow>(sql, [], bounds);
        return row?.applied ? { ...row, serverId: String(row.serverId), isStrict: Number(row.isStrict) === 1 } : null;
      }),
    ]);
    return { channels, position };
  },

  async readSource(source, bounds) {
    // Two statements at once on two connections: one round trip.
    const [position, binlog] = await Promise.all([
      lookUp(source, 'its position', async () => {
        const sql = 'SELECT @@GLOBAL.gtid_binlog_pos AS position, @@GLOBAL.gtid_binlog_state AS written';
        const [row] = await source.query<SourceRow>(sql, [], bounds);
        return row?.position ? { position: row.position, written: row.written } : null;
      }),
      lookUp(source, 'the end of its binary log', async () => {
        return readBinlogPlace(source, bounds);
      }),
    ]);
    return { position, binlog };
  },
};
