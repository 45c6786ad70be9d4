import type { Client } from 'pg';
import type { BreakName } from './breaks/break-names.js';
import type { SubscriptionState } from './subscription-state.js';

export interface PostgresTypes {
  readonly session: Client;
  readonly breakName: BreakName;
  readonly replication: SubscriptionState;
}
