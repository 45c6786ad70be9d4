import type { LabState } from '../../../lab-state.js';
import type { Role } from '../../../roles.js';
import type { Program } from '../../../server/programs.js';
import type { ServerSoftware } from '../../../server/server-software.js';

/** The two families of servers a lab of this engine can be made of; both sides of one are of the same. */
export type Flavor = 'mariadb' | 'mysql';

/** What each family needs on this machine. */
export const serverProgramsOf: Readonly<Record<Flavor, readonly Program[]>> = {
  mariadb: ['mariadbd', 'mariadb-install-db'],
  mysql: ['mysqld'],
};

/** What the lab runs unless told otherwise. */
export const ownSoftware: ServerSoftware<Flavor> = { flavor: 'mariadb', root: null };

/** Whose programs one side of a lab of this engine runs. */
export function softwareOf({ software }: Pick<LabState, 'software'>, role: Role): ServerSoftware<Flavor> {
  return (software?.[role] as ServerSoftware<Flavor> | undefined) ?? ownSoftware;
}
