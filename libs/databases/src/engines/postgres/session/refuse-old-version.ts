import type { Role } from '@cutover/contracts';
import { UnsupportedVersion } from '../../../session/unsupported-version.js';
import type { IdentityRow } from '../server-identity.js';

/** The oldest that are tried as what (npm run test:matrix): who moves moves away from 13 and 14. What they lack: catalog/. */
const oldest: Readonly<Record<Role, number>> = { source: 13, target: 15 };

/** Pure: throws UnsupportedVersion where the server is too old for this side; without a side, for both. */
export function refuseOldVersion(
  { version, versionNumber }: Pick<IdentityRow, 'version' | 'versionNumber'>,
  role: Role = 'source',
): void {
  if (versionNumber >= oldest[role] * 10_000) return;
  throw new UnsupportedVersion(`PostgreSQL ${version}`, { what: `a ${role}`, oldest: `PostgreSQL ${oldest[role]}` });
}
