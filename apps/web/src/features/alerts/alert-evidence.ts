import type { Alert, AlertType } from '@cutover/contracts';
import { tableHref, type TableSection } from '../verdicts/table-href.js';

/** Where the table stands that an alert is about; null for alerts about something else, and for tables that are gone. */
const evidenceSection: Record<AlertType, TableSection | null> = {
  checksum_diverged: 'checksums',
  checksum_unverified: 'checksums',
  consistency_diverged: 'consistency',
  table_missing: 'checksums',
  table_appeared: null,
  table_disappeared: null,
  connection_lost: null,
  connection_restored: null,
  monitoring_started: null,
  replication_stopped: null,
  replication_broken: null,
  replication_not_configured: null,
  receiver_dead: null,
  lag_threshold: null,
  lag_contradiction: null,
  errant_transactions: null,
  stale_data: null,
  missing_grant: null,
  same_server: null,
};

/** Leads from an alert that fires to the row of the table it is about. */
export function evidenceHref({ type, state, subject }: Alert): string | null {
  const section = evidenceSection[type];
  return section === null || state !== 'firing' ? null : tableHref(section, subject);
}
