import type { Alert } from '@cutover/contracts';
import { tableHref, type TableSection } from '../verdicts/table-href.js';

/** Where the table stands that an alert is about. Other alerts are not about a table, or about one that is gone. */
const tableSections: Readonly<Partial<Record<string, TableSection>>> = {
  checksum_diverged: 'checksums',
  checksum_lagging: 'checksums',
  checksum_unverified: 'checksums',
  proof_too_old: 'checksums',
  consistency_diverged: 'consistency',
  table_missing: 'checksums',
};

/** Leads from an alert that fires to the row of the table it is about. One about several tables at once leads nowhere. */
export function evidenceHref({ type, state, subject }: Alert): string | null {
  const section = tableSections[type];
  return section === undefined || state !== 'firing' || !subject.includes('.') ? null : tableHref(section, subject);
}
