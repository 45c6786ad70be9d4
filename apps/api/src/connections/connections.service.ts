import type { ConnectionStatus, Role } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import type { ServerConnection } from './server-connection.js';

/** A side changed its state. */
export interface ConnectionChange {
  migration: string;
  role: Role;
  status: ConnectionStatus;
}

// Seam: the connections slice replaces this with the real service, same names.
export abstract class ConnectionsService {
  /** Throws for a migration that is not configured. */
  abstract get(migration: string, role: Role): ServerConnection;
  abstract snapshot(migration: string): ConnectionStatus;
  /** Emits when the state, fault, grants or sameServer of a side changes. */
  abstract readonly changes: Observable<ConnectionChange>;
}
