import type { Alert } from './alerts.js';
import type { BackupsUpdate } from './backups-update.js';
import type { RunProgress } from './checksum.js';
import type { ConnectionStatus } from './connection.js';
import type { EncryptionUpdate } from './encryption.js';
import type { FreezeProof } from './freeze-proof.js';
import type { MigrationUpdate } from './migrations.js';
import type { Readiness } from './readiness.js';

/** Path of the Socket.IO endpoint, on the API's own origin. */
export const socketPath = '/ws';

/** Envelope of every socket event. */
export interface SocketEvent<Type extends string, Data> {
  type: Type;
  /** UTC ISO instant at which the server sent it. */
  timestamp: string;
  data: Data;
}

/**
 * What each event carries. A new connection first gets one complete `metrics_update` a migration, the runs under way, what
 * else a capability sends of its own, and all firing alerts; afterwards what changed, gathered for at least {@link batchMs}.
 */
export interface EventData {
  metrics_update: MigrationUpdate;
  alert: Alert;
  connection_status: ConnectionStatus & { migration: string };
  checksum_progress: RunProgress;
  encryption_update: EncryptionUpdate;
  readiness_update: Readiness;
  freeze_proof: FreezeProof;
  /** Only to clients that asked for it: `watch_backups`. */
  backups_update: BackupsUpdate;
}

export type EventName = keyof EventData;

/** So long changes of tables, runs, connections and alerts are gathered before they are sent. A lag sample leaves at once. */
export const batchMs = 250;

/** Typed event map, used by the gateway and by the browser alike. */
export type ServerToClientEvents = {
  [Name in EventName]: (event: SocketEvent<Name, EventData[Name]>) => void;
};

/** Answer to `join`: what is sent from now on, or why nothing changed. */
export type JoinAnswer = { joined: string | null } | { code: 'MIGRATION_UNKNOWN'; message: string };

/** Answer to `watch_backups`. */
export interface WatchBackupsAnswer {
  backups: boolean;
}

/**
 * What a client may send. `join` limits it to the events of one migration, or with null to none again; either is answered
 * by the snapshot of what it sees now. The same can be said at once at the handshake, as `auth: { migration }`. `watch_backups` asks for `backups_update`, which begins with a complete one, or ends it.
 */
export interface ClientToServerEvents {
  join: (migration: string | null, answer?: (outcome: JoinAnswer) => void) => void;
  watch_backups: (isWanted: boolean, answer?: (outcome: WatchBackupsAnswer) => void) => void;
}
