import type { LabState } from '../../../lab-state.js';
import type { Role } from '../../../roles.js';
import type { Program } from '../../../server/programs.js';

/** The two families of servers a lab of this engine can be made of; both sides of one are of the same. */
export type Flavor = 'mariadb' | 'mysql';

/** What each family needs on this machine. */
export const serverProgramsOf: Readonly<Record<Flavor, readonly Program[]>> = {
  mariadb: ['mariadbd', 'mariadb-install-db'],
  mysql: ['mysqld'],
};

/** Whose programs a server runs. */
export interface ServerSoftware {
  readonly flavor: Flavor;
  /** A folder with another distribution's `usr/sbin` and so on, whose programs run as they are; null: this machine's own. */
  readonly root: string | null;
}

/** What the lab runs unless told otherwise. */
export const ownSoftware: ServerSoftware = { flavor: 'mariadb', root: null };

/** Whose programs one side runs. */
export function softwareOf({ software }: Pick<LabState, 'software'>, role: Role): ServerSoftware {
  return software?.[role] ?? ownSoftware;
}
