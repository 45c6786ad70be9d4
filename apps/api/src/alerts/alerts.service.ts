import type { Alert, AlertPage, AlertQuery, FiringCounts } from '@cutover/contracts';
import type { Observable } from 'rxjs';

// Seam: the alerts slice replaces this with the real service, same names.
export abstract class AlertsService {
  /** Judges the current snapshots of one migration; called at every interval and after every reading that matters. */
  abstract judge(migration: string): Promise<void>;
  abstract firing(migration?: string): Alert[];
  abstract counts(migration: string): FiringCounts;
  abstract page(query: AlertQuery): Promise<AlertPage>;
  /** 404 for an unknown id, 409 when it is resolved already. */
  abstract acknowledge(id: string, by: string): Promise<Alert>;
  /** Every stored change of an alert. */
  abstract readonly changes: Observable<Alert>;
}
