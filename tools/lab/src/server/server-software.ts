import type { EngineName } from '../engines/engine-name.js';

/** Whose programs a server runs. */
export interface ServerSoftware<Flavor extends EngineName = EngineName> {
  readonly flavor: Flavor;
  /** A folder with another distribution's `usr/bin` and so on, whose programs run as they are; null: this machine's own. */
  readonly root: string | null;
}
