import type { ConnectionRoom } from './session/connection-room.js';

/** Where one server is and how to log in: what connecting needs of the configuration, and nothing else of it. */
export interface Endpoint {
  host: string;
  port: number;
  username: string;
  password?: string | undefined;
  /** Read anew at each connect; its content comes before `password`. */
  passwordFile?: string | undefined;
  /** Only with an engine that binds a connection to one database. */
  database?: string | undefined;
  /**
   * Connections of a server of which several databases are watched. Absent: 4 for statements; the probe and sessions of a caller's own
   * come on top.
   */
  shared?: SharedConnections | undefined;
  /** Absent: a plain connection. */
  tls?: EndpointTls | undefined;
  /** Amazon RDS: its procedures take the place of statements that it gives to nobody. */
  rds: boolean;
}

/** How one of several databases takes part in the connections of its server. */
export interface SharedConnections {
  /** Where every connection to the server takes a place. */
  room: ConnectionRoom;
  /** Connections of this database for statements, at most. */
  statements: number;
  /** Whether it has a connection more that asks whether the server answers. */
  hasProbe: boolean;
}

/** Files are PEM, and are read anew at each connect. */
export interface EndpointTls {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  /** Verify the certificate and the host name. */
  verify: boolean;
}
