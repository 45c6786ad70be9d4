import { familyEngine, gtidCodecs } from '@cutover/databases/mysql-family';
import { valueOf } from '../../lookup.js';
import type { LagDialect } from '../../lag-dialect.js';
import { channelFrom, needsFileSizes } from './binlog-distance.js';
import { readBinlogFiles } from './binlog-status.js';
import { composeLag } from './compose-lag.js';
import { mysqlFamilyHeartbeat } from './heartbeat/heartbeat-dialect.js';
import { readSource, readTarget } from './read-facts.js';

/** MariaDB and MySQL. */
export const mysqlFamilyLag: LagDialect = {
  heartbeat: mysqlFamilyHeartbeat,
  logicalReplication: null,
  sourceObstacle: () => Promise.resolve(null),

  async measure({ source, target }, cycle) {
    const { bounds, history, memory, thresholdSeconds } = cycle;
    // The target first: a transaction committed between the two reads then is lag of a moment. The other way round the
    // target would seem to have what its source lacks.
    const targetFacts = await readTarget(target, bounds);
    const sourceFacts = await readSource(source, bounds);
    const sourceServerId = source.identity()?.serverId ?? null;
    const carrier = channelFrom(valueOf(targetFacts.channels) ?? [], sourceServerId);
    const end = valueOf(sourceFacts.binlog);
    // Sizes cost the source a look at every file: only when the target stands in another one.
    const files = end && needsFileSizes(carrier, end) ? { files: await readBinlogFiles(source, bounds) } : {};
    const nowMs = cycle.monotonicMs();
    const composed = composeLag({
      ...{
        target: targetFacts,
        source: sourceFacts,
        ...files,
        sourceServerId,
        // The fingerprint of a MySQL server is its server_uuid.
        sourceUuid: source.engine === 'mysql' ? (source.identity()?.fingerprint ?? null) : null,
        history,
        memory,
        thresholdSeconds,
        nowMs,
      },
      math: gtidCodecs[familyEngine(source.engine)],
      measuredAt: cycle.nowIso(),
    });
    return { ...composed, atMs: nowMs };
  },
};
