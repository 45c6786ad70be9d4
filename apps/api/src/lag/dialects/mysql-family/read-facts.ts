import type { ServerConnection, StatementBounds } from '@cutover/databases';
import {
  type BinlogPlace,
  type ChannelStatus,
  familyEngine,
  gtidCodecs,
  readChannels,
  type SourcePosition,
  type TargetPosition,
} from '@cutover/databases/mysql-family';
import { readBinlogPlace } from './binlog-status.js';
import { lookUp, type Lookup } from '../../lookup.js';

/** What the target tells in one cycle. */
export interface TargetFacts {
  /** Empty: replication is not configured. */
  channels: Lookup<ChannelStatus[]>;
  /** null: the target never replicated by GTID. */
  position: Lookup<TargetPosition | null>;
}

/** What the source tells in one cycle. */
export interface SourceFacts {
  /** null: no GTID, or the binary log is off. */
  position: Lookup<SourcePosition | null>;
  /** End of the binary log; null: the binary log is off. */
  binlog: Lookup<BinlogPlace | null>;
}

/** Asks the target. Never rejects. */
export async function readTarget(target: ServerConnection, bounds: StatementBounds): Promise<TargetFacts> {
  const codec = gtidCodecs[familyEngine(target.engine)];
  const [channels, position] = await Promise.all([
    lookUp(target, 'the state of replication', () => readChannels(target, bounds)),
    lookUp(target, 'its position', () => codec.readTarget(target, bounds)),
  ]);
  return { channels, position };
}

/** Asks the source: two statements at once on two connections, one round trip. Never rejects. */
export async function readSource(source: ServerConnection, bounds: StatementBounds): Promise<SourceFacts> {
  const codec = gtidCodecs[familyEngine(source.engine)];
  const [position, binlog] = await Promise.all([
    lookUp(source, 'its position', () => codec.readSource(source, bounds)),
    lookUp(source, 'the end of its binary log', () => readBinlogPlace(source, bounds)),
  ]);
  return { position, binlog };
}
