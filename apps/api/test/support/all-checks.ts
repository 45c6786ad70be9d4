import type { Engine } from '@cutover/contracts';
import { EvidenceRegistry, isOf } from '../../src/evidence/evidence.registry.js';
import type { EvidenceSource } from '../../src/evidence/evidence-source.js';
import type { PlacedCheck } from '../../src/judgement/judge.js';
import { RestorableBackupEvidence } from '../../src/backups/restorable/restorable-backup.evidence.js';
import { ChannelsEvidence } from '../../src/alerts/channels/channels.evidence.js';
import { ChecksumEvidence } from '../../src/checksum/checksum.evidence.js';
import { VerificationLoadEvidence } from '../../src/checksum/load/verification-load.evidence.js';
import { ConnectionsEvidence } from '../../src/connections/connections.evidence.js';
import { ConsistencyEvidence } from '../../src/consistency/consistency.evidence.js';
import { EncryptionEvidence } from '../../src/encryption/encryption.evidence.js';
import { EventSchedulerEvidence } from '../../src/event-scheduler/event-scheduler.evidence.js';
import { HeartbeatEvidence } from '../../src/lag/heartbeat/heartbeat.evidence.js';
import { FreezeProofEvidence } from '../../src/freeze-proof/freeze-proof.evidence.js';
import { LagEvidence } from '../../src/lag/lag.evidence.js';
import { LogicalReplicationEvidence } from '../../src/lag/logical-replication/logical-replication.evidence.js';
import { PairHistoryEvidence } from '../../src/pair-history/pair-history.evidence.js';
import { RdsEvidence } from '../../src/rds/rds.evidence.js';
import { NotReplicatedEvidence } from '../../src/not-replicated/not-replicated.evidence.js';
import { ParityEvidence } from '../../src/parity/parity.evidence.js';
import { RollbackPathEvidence } from '../../src/rollback-path/rollback-path.evidence.js';
import { SequencesEvidence } from '../../src/sequences/sequences.evidence.js';
import { SessionsEvidence } from '../../src/sessions/sessions.evidence.js';
import { TablesEvidence } from '../../src/tables/tables.evidence.js';
import { TargetWritableEvidence } from '../../src/target-writable/target-writable.evidence.js';
import { NEVER } from 'rxjs';

/** Services that measure nothing: what is known is given by the test. */
const silent = { changes: NEVER, readings: NEVER, progress: NEVER, resultChanges: NEVER, otherServers: NEVER };
const config = {
  ...{ migrations: [], monitoring: {} },
  ...{ readiness: { freezeBudgetSeconds: 60 }, alerts: { channels: [] } },
};
const make = (source: unknown, ...parts: unknown[]): void => {
  new (source as new (...args: unknown[]) => unknown)(...parts);
};

/** Every source of evidence as the product registers it, in the order of app.module.ts. */
export function registeredSources(): EvidenceSource[] {
  const registry = new EvidenceRegistry();
  make(ConnectionsEvidence, config, silent, registry);
  make(TablesEvidence, config, silent, registry);
  make(PairHistoryEvidence, silent, registry);
  make(HeartbeatEvidence, config, silent, registry);
  make(LagEvidence, config, silent, registry);
  make(LogicalReplicationEvidence, config, silent, registry);
  make(ChecksumEvidence, config, silent, silent, registry);
  make(VerificationLoadEvidence, config, { usual: silent }, registry);
  make(ConsistencyEvidence, config, silent, silent, registry);
  make(TargetWritableEvidence, silent, registry);
  make(RdsEvidence, config, silent, registry);
  make(ParityEvidence, config, silent, {}, registry);
  make(EncryptionEvidence, config, silent, registry);
  make(NotReplicatedEvidence, config, silent, registry);
  make(SequencesEvidence, config, silent, registry);
  make(EventSchedulerEvidence, silent, registry);
  make(SessionsEvidence, silent, registry);
  make(RollbackPathEvidence, silent, registry);
  make(FreezeProofEvidence, config, silent, silent, registry);
  make(RestorableBackupEvidence, config, silent, registry);
  make(ChannelsEvidence, config, silent, silent, registry);
  return registry.sources();
}

/** Every check of the product; with an engine, those that judge its migrations. */
export function allChecks(engine?: Engine): PlacedCheck[] {
  return registeredSources()
    .filter((source) => engine === undefined || isOf(engine, source))
    .flatMap(({ checks, section }) =>
      checks.filter((check) => engine === undefined || isOf(engine, check)).map((check) => ({ check, section })),
    );
}
