import type { StatementParts } from './statement-parts.js';
import { version15 } from './version-15.js';
import { version16 } from './version-16.js';
import { version17 } from './version-17.js';
import { version18 } from './version-18.js';

/** By the first version that has them, newest first. */
const partsSince = [
  [180_000, version18],
  [170_000, version17],
  [160_000, version16],
] as const;

/**
 * Pure: what is asked of a server of this version.
 * @param versionNumber `server_version_num`; null: it has not told one yet, and what every version has is asked
 */
export function partsOf(versionNumber: number | null): StatementParts {
  return partsSince.find(([since]) => (versionNumber ?? 0) >= since)?.[1] ?? version15;
}
