import { readChannels } from '@cutover/databases/mysql-family';
import { readBinlogPlace } from './binlog-status.js';
import { lookUp } from './explain-refusal.js';
import type { LagSource } from './lag-source.js';

/** MySQL 5.7 and later. What a server executed holds both what it applied and what it wrote. */
export const mysqlLagSource: LagSource = {
  async readTarget(target, bounds) {
    const [channels, position] = await Promise.all([
      lookUp(target, 'the state of replication', () => readChannels(target, bounds)),
      lookUp(target, 'its position', async () => {
        const sql = 'SELECT @@GLOBAL.gtid_executed AS applied';
        const [row] = await target.query<{ applied: string }>(sql, [], bounds);
        const applied = withoutLineBreaks(row?.applied);
        return applied ? { applied, written: null, serverId: null, isStrict: false } : null;
      }),
    ]);
    return { channels, position };
  },

  async readSource(source, bounds) {
    const [position, binlog] = await Promise.all([
      lookUp(source, 'its position', async () => {
        const sql = 'SELECT @@GLOBAL.gtid_executed AS position';
        const [row] = await source.query<{ position: string }>(sql, [], bounds);
        const position = withoutLineBreaks(row?.position);
        return position ? { position, written: null } : null;
      }),
      lookUp(source, 'the end of its binary log', async () => {
        return readBinlogPlace(source, bounds);
      }),
    ]);
    return { position, binlog };
  },
};

/** MySQL breaks long sets into lines. null for the empty set. */
function withoutLineBreaks(set: string | undefined): string | null {
  return set?.replace(/\s+/g, '') || null;
}
