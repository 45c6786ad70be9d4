import type { RetentionPolicy } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';

/** What the configuration says of keeping backups. */
export interface RetentionRules {
  /** Servers whose backups are ours to delete: a storage may be shared with who backs up others. */
  servers: ReadonlySet<string>;
  /** By name of the storage. */
  byStorage: ReadonlyMap<string, RetentionPolicy>;
  /** By type, in place of what the storage says. */
  byType: ReadonlyMap<string, RetentionPolicy>;
  /** Whether each new backup is read back by whoever makes it. */
  isReadBack: boolean;
}

/** Pure. */
export function retentionRules({
  servers,
  storages,
  schedules,
  readBack,
}: Pick<CutoverConfig['backups'], 'servers' | 'storages' | 'schedules' | 'readBack'>): RetentionRules {
  const policies = (list: readonly { name: string; retention?: RetentionPolicy | undefined }[]) =>
    new Map(list.flatMap(({ name, retention }) => (retention === undefined ? [] : [[name, retention] as const])));
  return {
    ...{ servers: new Set(servers.map(({ name }) => name)) },
    ...{ byStorage: policies(storages), byType: policies(schedules) },
    isReadBack: readBack !== 'never',
  };
}

/** Pure: the policy for backups of a type in a storage; null: none, and nothing of it is ever deleted. */
export const policyFor = (rules: RetentionRules, storage: string, type: string): RetentionPolicy | null =>
  rules.byType.get(type) ?? rules.byStorage.get(storage) ?? null;
