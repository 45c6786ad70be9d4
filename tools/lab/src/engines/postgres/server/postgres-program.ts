import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../../roles.js';
import { processesStartedWith } from '../../../server/process-table.js';
import type { ServerProgram } from '../../../server/server-program.js';
import type { LabPlace } from '../../engine.js';
import { findPostgres, rootOf } from './postgres-programs.js';
import { serverAccount } from './server-account.js';
import { serverEnvironment } from './server-environment.js';
import { dataDirectoryOption, serverPaths } from './server-paths.js';

/** The server of one side: `postgres`, known by its configuration file. */
export function postgresProgram({ state }: LabPlace, role: Role): ServerProgram {
  const paths = serverPaths(state, role);
  const option = `--config-file=${paths.configuration}`;
  const pidFile = join(paths.files, 'postmaster.pid');
  const findPid = (): number | undefined => {
    const found = processesStartedWith('postgres', option);
    // A new child has the words of its parent for a moment.
    return found.find((pid) => pid === readPidFile(pidFile).pid) ?? found[0];
  };
  return {
    socket: paths.socket,
    errorLog: paths.errorLog,
    // SIGTERM would wait until every client has gone.
    stopSignal: 'SIGINT',
    // No orderly shutdown, and recovery at the next start; SIGKILL would leave children and shared memory behind.
    killSignal: 'SIGQUIT',
    command: () => ({
      path: join(findPostgres(rootOf(state, role)), 'postgres'),
      parameters: [option],
      folder: paths.folder,
      output: paths.errorLog,
      environment: serverEnvironment(),
      account: serverAccount(),
    }),
    findPid,
    // Without its files it would leave shared memory behind.
    findInstallers: () => processesStartedWith('initdb', dataDirectoryOption(paths)),
    async isReady() {
      const { pid, status } = readPidFile(pidFile);
      return status === 'ready' && pid === findPid();
    },
  };
}

/** The file in which a server says its number and how far it is: the first line and the eighth. */
function readPidFile(file: string): { readonly pid: number | undefined; readonly status: string | undefined } {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return { pid: Number(lines[0]), status: lines[7]?.trim() };
  } catch {
    return { pid: undefined, status: undefined };
  }
}
