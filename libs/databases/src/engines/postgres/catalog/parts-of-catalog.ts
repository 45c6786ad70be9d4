import type { ServerConnection } from '../../../session/server-connection.js';
import type { CatalogParts } from './catalog-parts.js';
import { version13 } from './version-13.js';
import { version14 } from './version-14.js';
import { version15 } from './version-15.js';
import { version18 } from './version-18.js';

/** By the first version that has them, newest first. */
const partsSince = [
  [180_000, version18],
  [150_000, version15],
  [140_000, version14],
] as const;

/** Pure: the catalog of a server; of one that has not told its version yet, what every version has. */
export function catalogOf(server: Pick<ServerConnection, 'identity'>): CatalogParts {
  const version = server.identity()?.versionNumber ?? 0;
  return partsSince.find(([since]) => version >= since)?.[1] ?? version13;
}
