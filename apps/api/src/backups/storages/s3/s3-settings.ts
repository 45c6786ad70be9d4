/** Where a bucket is and how to log in. */
export interface S3Settings {
  /** Of the storage, as the configuration has it. */
  name: string;
  bucket: string;
  /** What every key begins with, without `/` at its ends; empty: the whole bucket is ours. */
  prefix: string;
  region: string;
  /** null: Amazon's own of the region. */
  endpoint: string | null;
  /** Path of a PEM file; null: the CAs that Node.js brings. */
  ca: string | null;
  forcePathStyle: boolean;
  /** null: those of the environment, the profile or the role of this machine. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** Size of a part of an upload, in bytes. */
  partBytes: number;
  timing: S3Timing;
}

/** How long a server is waited for, in milliseconds. */
export interface S3Timing {
  /** An attempt that is silent for so long has failed. */
  silenceMs: number;
  /** So long after the first failure nothing is tried again. */
  retryMs: number;
  /** The first pause before another attempt; each next one may be twice as long, up to ten seconds. */
  firstPauseMs: number;
  /** `silenceMs` and `retryMs` when the dump is over and nothing waits any more. */
  publishMs: number;
}

/**
 * While a part is tried again the dump waits, and MariaDB ends a client that takes nothing for `net_write_timeout` (60 seconds): a silence,
 * the attempts and a last silence stay within that, so that the storage is given up and the dump goes on to the others.
 */
export const defaultTiming: S3Timing = {
  ...{ silenceMs: 15_000, retryMs: 30_000 },
  ...{ firstPauseMs: 200, publishMs: 300_000 },
};

/** For people, and without a secret: `s3://backups/cutover at https://s3.example.com`. */
export function placeOf({ bucket, prefix, endpoint, region }: S3Settings): string {
  return `s3://${[bucket, prefix].filter((part) => part !== '').join('/')} ${endpoint === null ? `in ${region}` : `at ${endpoint}`}`;
}
