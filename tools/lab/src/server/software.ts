/** The two families of servers a lab can be made of; both sides of one are of the same. */
export type Flavor = 'mariadb' | 'mysql';

/** Whose programs a server runs. */
export interface ServerSoftware {
  readonly flavor: Flavor;
  /** A folder with another distribution's `usr/sbin` and so on, whose programs run as they are; null: this machine's own. */
  readonly root: string | null;
}

/** What the lab runs unless told otherwise. */
export const ownSoftware: ServerSoftware = { flavor: 'mariadb', root: null };
