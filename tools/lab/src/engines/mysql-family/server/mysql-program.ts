import { connect } from 'node:net';
import { join } from 'node:path';
import type { Role } from '../../../roles.js';
import { findServerPid } from '../../../server/process-table.js';
import { findProgram } from '../../../server/programs.js';
import type { ServerProgram } from '../../../server/server-program.js';
import type { LabPlace } from '../../engine.js';
import { dialects } from '../dialects/registry.js';
import { softwareOf } from './software.js';

/** The server of one side: `mariadbd` or `mysqld`, known by its defaults file. */
export function mysqlProgram(place: LabPlace, role: Role): ServerProgram {
  const { home, state } = place;
  const software = softwareOf(state, role);
  const defaultsFile = home.defaultsFile(role);
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
        parameters: [`--defaults-file=${defaultsFile}`],
        folder: home.serverFolder(role),
        argv0: serverProgram,
      };
    },
    findPid: () => findServerPid(defaultsFile),
    findInstallers: () => dialects[software.flavor].findInstallers(place, role),
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
