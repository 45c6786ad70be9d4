import {
  mostPlainFilesNamed,
  type EncryptedLogs,
  type EncryptionSide,
  type Role,
  type Tablespace,
} from '@cutover/contracts';
import type { ToldEncryption, ToldLogFile } from './encryption-dialect.js';
import { progressOf, type Pace } from './progress/progress-of.js';

/** One side without the moment at which it was measured, and the server. */
export type MeasuredSide = Omit<EncryptionSide, 'measuredAt' | 'server'>;

/** Pure: what one server told, summed up. */
export function sideOf(role: Role, told: ToldEncryption, pace: Pace): MeasuredSide {
  const { tablespaces, logs, parts, standstill, requiresTls } = told;
  const grants = [tablespaces, logs].flatMap((part) => (part.value === null && part.grant ? [part.grant] : []));
  return {
    role,
    basis: 'sql',
    progress: tablespaces.value === null ? null : progressOf(tablespaces.value, standstill, pace),
    parts,
    keys: told.keys && { ...told.keys, ...versionsOf(tablespaces.value ?? []) },
    logs: logs.value === null ? null : logsOf(logs.value, told.logsAction),
    logsReason: logs.value === null ? logs.reason : unreadReason(logs.value),
    requiresTls,
    grants: [...new Set(grants)],
    reason: tablespaces.value === null ? tablespaces.reason : null,
  };
}

/** Pure: nothing is known of a side, for this reason. */
export function unknownSide(role: Role, reason: string, basis: EncryptionSide['basis'] = 'sql'): MeasuredSide {
  return {
    ...{ role, basis, progress: null, parts: [], keys: null, logs: null, logsReason: reason },
    ...{ requiresTls: null, grants: [], reason },
  };
}

function versionsOf(tablespaces: readonly Pick<Tablespace, 'keyVersion' | 'latestKeyVersion'>[]): {
  oldestVersion: number | null;
  latestVersion: number | null;
} {
  let [oldestVersion, latestVersion]: [number | null, number | null] = [null, null];
  for (const { keyVersion, latestKeyVersion } of tablespaces) {
    if (keyVersion === null) continue;
    oldestVersion = Math.min(oldestVersion ?? keyVersion, keyVersion);
    latestVersion = Math.max(latestVersion ?? 0, latestKeyVersion ?? keyVersion);
  }
  return { oldestVersion, latestVersion };
}

/** Why the first file that could not be looked into could not be; null: there is none, or its turn has not come. */
function unreadReason(files: readonly ToldLogFile[]): string | null {
  const failed = files.find(({ reason }) => reason !== null);
  return failed === undefined ? null : `${failed.name}: ${failed.reason}`;
}

function logsOf(files: readonly ToldLogFile[], action: string): EncryptedLogs {
  const plain = files.filter(({ isEncrypted }) => isEncrypted === false);
  const unknown = files.filter(({ isEncrypted }) => isEncrypted === null).length;
  return {
    ...{ total: files.length, encrypted: files.length - plain.length - unknown, plain: plain.length, unknown },
    plainFiles: plain.slice(0, mostPlainFilesNamed).map(({ name }) => name),
    action: plain.length > 0 ? action : null,
  };
}
