import type { Alert, AlertPage, AlertQuery } from '@cutover/contracts';

// Seam: the store slice replaces this with the real one, same names.
export abstract class AlertStore {
  abstract save(alert: Alert): Promise<void>;
  abstract find(id: string): Promise<Alert | null>;
  /** Pending and firing ones, for restart. */
  abstract loadOpen(): Promise<Alert[]>;
  abstract page(query: AlertQuery): Promise<AlertPage>;
}
