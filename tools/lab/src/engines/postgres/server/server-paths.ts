import { join } from 'node:path';
import type { LabState } from '../../../lab-state.js';
import type { Role } from '../../../roles.js';

/** Where everything of one server lies. */
export interface ServerPaths {
  /** Holds all of it, the unix socket too. */
  readonly folder: string;
  /** The data directory. */
  readonly files: string;
  readonly configuration: string;
  readonly authentication: string;
  readonly errorLog: string;
  readonly socket: string;
  /** Copies that belong to the account the server runs under. */
  readonly tls: { readonly folder: string; readonly ca: string; readonly cert: string; readonly key: string };
  /** The password with which the target logs in to the source, in the format of libpq. */
  readonly passwordFile: string;
}

/** The paths of one side. All are below the folder that `choosePlace` chose. */
export function serverPaths(state: Pick<LabState, 'socketFolder' | 'ports'>, role: Role): ServerPaths {
  const folder = join(state.socketFolder, role);
  const tls = join(folder, 'tls');
  return {
    folder,
    files: join(folder, 'files'),
    configuration: join(folder, 'postgresql.conf'),
    authentication: join(folder, 'pg_hba.conf'),
    errorLog: join(folder, 'error.log'),
    socket: join(folder, `.s.PGSQL.${state.ports[role]}`),
    tls: { folder: tls, ca: join(tls, 'ca.pem'), cert: join(tls, 'server.pem'), key: join(tls, 'server.key') },
    passwordFile: join(folder, 'replication.pgpass'),
  };
}

/** The word by which an `initdb` is known: its first. */
export function dataDirectoryOption({ files }: ServerPaths): string {
  return `--pgdata=${files}`;
}
