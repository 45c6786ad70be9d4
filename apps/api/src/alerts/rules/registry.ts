import type { AlertRule } from '../alert-rule.js';
import { checksumDivergedRule } from './checksum-diverged.rule.js';
import { checksumUnverifiedRule } from './checksum-unverified.rule.js';
import { connectionLostRule } from './connection-lost.rule.js';
import { consistencyDivergedRule } from './consistency-diverged.rule.js';
import { errantTransactionsRule } from './errant-transactions.rule.js';
import { lagContradictionRule } from './lag-contradiction.rule.js';
import { lagThresholdRule } from './lag-threshold.rule.js';
import { missingGrantRule } from './missing-grant.rule.js';
import { receiverDeadRule } from './receiver-dead.rule.js';
import { replicationBrokenRule } from './replication-broken.rule.js';
import { replicationNotConfiguredRule } from './replication-not-configured.rule.js';
import { replicationStoppedRule } from './replication-stopped.rule.js';
import { sameServerRule } from './same-server.rule.js';
import { staleDataRule } from './stale-data.rule.js';
import { tableMissingRule } from './table-missing.rule.js';

/** Every rule. Adding one is a file and a line here. */
export const alertRules: readonly AlertRule[] = [
  sameServerRule,
  connectionLostRule,
  missingGrantRule,
  replicationBrokenRule,
  replicationStoppedRule,
  receiverDeadRule,
  replicationNotConfiguredRule,
  lagThresholdRule,
  lagContradictionRule,
  errantTransactionsRule,
  staleDataRule,
  checksumDivergedRule,
  checksumUnverifiedRule,
  consistencyDivergedRule,
  tableMissingRule,
];
