import type { BackupStorageConfig } from '../../config/backups.schema.js';
import type { BackupStorage } from './backup-storage.js';
import { LocalStorage } from './local-storage.js';
import { defaultTiming, type S3Settings } from './s3/s3-settings.js';
import { S3Storage } from './s3/s3-storage.js';

/** The storage that the configuration names. Nothing is touched yet. */
export function openStorage(config: BackupStorageConfig): BackupStorage {
  return openers[config.kind](config);
}

const openers: Readonly<Record<BackupStorageConfig['kind'], (config: BackupStorageConfig) => BackupStorage>> = {
  local: ({ name, folder = '', mounted }) => new LocalStorage(name, folder, { isMounted: mounted === true }),
  s3: (config) => new S3Storage(s3SettingsOf(config)),
};

const defaultPartMiB = 16;

/** The rules of the configuration see to it that what is needed is there. */
function s3SettingsOf(config: BackupStorageConfig): S3Settings {
  const { name, bucket = '', prefix = '', region = 'us-east-1', endpoint, ca, accessKeyId, secretAccessKey } = config;
  const hasKey = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    ...{ name, bucket, prefix, region, ca: ca ?? null },
    endpoint: endpoint ?? null,
    forcePathStyle: config.forcePathStyle ?? endpoint !== undefined,
    credentials: hasKey ? { accessKeyId, secretAccessKey } : null,
    partBytes: (config.partMiB ?? defaultPartMiB) * 2 ** 20,
    timing: defaultTiming,
  };
}
