import type { Alert } from './alerts.js';
import type { ChecksumRun } from './checksum.js';
import type { ConnectionStatus } from './connection.js';
import type { MigrationDetail } from './migrations.js';

/** Path of the Socket.IO endpoint, on the API's own origin. */
export const socketPath = '/ws';

/** Envelope of every socket event. */
export interface SocketEvent<Type extends string, Data> {
  type: Type;
  /** UTC ISO instant at which the server sent it. */
  timestamp: string;
  data: Data;
}

/** What each event carries. A new connection first gets one `metrics_update` per migration and all firing alerts. */
export interface EventData {
  metrics_update: MigrationDetail;
  alert: Alert;
  connection_status: ConnectionStatus & { migration: string };
  checksum_progress: ChecksumRun;
}

export type EventName = keyof EventData;

/** Typed event map, used by the gateway and by the browser alike. */
export type ServerToClientEvents = {
  [Name in EventName]: (event: SocketEvent<Name, EventData[Name]>) => void;
};

/** Browsers send nothing; all commands go over REST. */
export type ClientToServerEvents = Record<never, never>;
