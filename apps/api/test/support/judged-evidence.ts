import type {
  ChecksumResult,
  ConsistencyResult,
  ReplicaLag,
  ReplicationChannel,
  ServerStatus,
  Verdict,
} from '@cutover/contracts';
import { alertTypeOf, type Check } from '../../src/evidence/check.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { allChecks } from './all-checks.js';
import { aLag, at, channel, checksum, checksumsOf, consistency, server, someEvidence } from './some-evidence.js';

/** When all is judged: the moment at which everything was measured. */
export const nowMs = Date.parse(at);
/** All checks of the product. */
export const checks = allChecks().map(({ check }) => check);

/** What makes an alert, in the order of the checks. */
export function found(change: Partial<Evidence>): string[] {
  const evidence = someEvidence(change);
  return checks.flatMap((check) =>
    check
      .judge(evidence, nowMs)
      .found.filter(({ severity }) => severity !== 'INFO')
      .map(({ severity, subject }) => `${severity} ${alertTypeOf(check.id)} ${subject}`),
  );
}

/** By the type of its alert. */
export function checkOf(type: string): Check {
  const known = checks.find(({ id }) => alertTypeOf(id) === type);
  if (!known) throw new Error(`no check ${type}`);
  return known;
}

/** What a check says of a subject that it found nothing wrong with. */
export const quiet = (type: string, change: Partial<Evidence>, subject: string) =>
  checkOf(type).judge(someEvidence(change), nowMs).otherwise(subject).kind;

export const withLag = (change: Partial<ReplicaLag>) => ({ lag: aLag(change) });
export const withChannel = (change: Partial<ReplicationChannel>) =>
  withLag({ state: change.state ?? 'applying', channels: [channel(change)] });
export const withServers = (source: Partial<ServerStatus>, target: Partial<ServerStatus> = {}) => ({
  connection: { source: server(source), target: server(target), sameServer: false },
});
export const withChecksum = (verdict: Verdict, change: Partial<ChecksumResult> = {}) => ({
  checksums: checksumsOf(checksum('shop.a', verdict, change)),
});
export const withConsistency = (verdict: Verdict, change: Partial<ConsistencyResult> = {}) => ({
  consistency: [consistency('shop.a', verdict, change)],
});
