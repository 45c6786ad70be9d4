import type { LabHome } from '../../../lab-home.js';
import type { Role } from '../../../roles.js';
import type { ServerSoftware } from '../../../server/server-software.js';
import type { Flavor } from './software.js';

/** What one server of a lab is started with. */
export interface ServerSettings {
  readonly home: LabHome;
  readonly role: Role;
  readonly software: ServerSoftware<Flavor>;
  readonly port: number;
  readonly serverId: number;
  readonly socket: string;
  /** Rows of the largest table: small labs get small buffers, since many of them run beside each other. */
  readonly rows: number;
  readonly runsAsRoot: boolean;
}
