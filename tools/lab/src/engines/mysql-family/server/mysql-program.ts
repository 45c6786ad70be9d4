import { connect } from 'node:net';
import { join } from 'node:path';
import type { Role } from '../../../roles.js';
import { findServerPid, processesStartedWith } from '../../../server/process-table.js';
import { findProgram } from '../../../server/programs.js';
import type { ServerProgram } from '../../../server/server-program.js';
import type { LabPlace } from '../../engine.js';
import { dialects } from '../dialects/registry.js';
import { softwareOf } from './software.js';

/** The server of one side: `mariadbd` or `mysqld`, known by its defaults file. */
export function mysqlProgram({ home, state }: LabPlace, role: Role): ServerProgram {
  const software = softwareOf(state, role);
  const defaultsFile = home.defaultsFile(role);
  const option = `--defaults-file=${defaultsFile}`;
  const socket = join(state.socketFolder, `${role}.sock`);
  return {
    socket,
    errorLog: home.errorLog(role),
    stopSignal: 'SIGTERM',
    killSignal: 'SIGKILL',
    command() {
      const { serverProgram } = dialects[software.flavor];
      return {
        path: findProgram(serverProgram, software.root),
        parameters: [option],
        folder: home.serverFolder(role),
        argv0: serverProgram,
      };
    },
    findPid: () => findServerPid(defaultsFile),
    // The bootstrap server that it runs is found as the server itself.
    findInstallers: () => processesStartedWith('mariadb-install-db', option),
    isReady: () => greets(socket),
  };
}

/** A server greets whoever connects; until it is ready the socket is missing or silent. */
function greets(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const answer = (isReady: boolean): void => {
      probe.destroy();
      resolve(isReady);
    };
    probe.setTimeout(1000, () => answer(false));
    probe.once('data', () => answer(true));
    probe.once('error', () => answer(false));
    probe.once('close', () => answer(false));
  });
}
