import { resolve } from 'node:path';
import { beginState, refuseForeignFolder } from '../../bring-up.js';
import { LabHome } from '../../lab-home.js';
import { writeState } from '../../lab-state.js';
import { roles } from '../../roles.js';
import { seedServers } from './build.js';
import { mysqlEngine } from './mysql-engine.js';

/**
 * Seeds both servers and stops them: other labs can then begin with a copy of this folder, in place of seeding each anew.
 * It runs the MariaDB of this machine. `removeLab` removes it.
 */
export async function makeTemplate(options: { readonly home: string; readonly rows: number }): Promise<void> {
  const home = new LabHome(resolve(options.home));
  mysqlEngine.requirePrograms({});
  await refuseForeignFolder(home.folder);
  const state = await beginState('mariadb', mysqlEngine, home, { rows: options.rows });
  const lab = mysqlEngine.open(home, state);
  try {
    await seedServers(lab, () => undefined);
    await Promise.all(roles.map((role) => lab.server(role).stop()));
  } catch (error) {
    await lab.stop();
    throw error;
  }
  await writeState(home.stateFile, { ...state, isTemplate: true });
}
