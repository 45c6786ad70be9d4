// A real S3 server for one test file, and storages in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { startS3Server, stopS3Server, type S3Certificate, type S3State } from '@cutover/lab';
import { defaultTiming, type S3Settings } from '../../src/backups/storages/s3/s3-settings.js';
import { S3Storage } from '../../src/backups/storages/s3/s3-storage.js';

/** The server, and who may do everything in its bucket. */
export interface S3Stage {
  server: S3State;
  client: S3;
  /** A storage in the bucket; without changes one that works, and waits for little. */
  storage(changes?: Partial<S3Settings>): S3Storage;
  /** Keys of all objects, and of uploads that were begun and not ended. */
  left(): Promise<{ objects: string[]; uploads: string[] }>;
  /** Removes all of them. */
  empty(): Promise<void>;
  end(): Promise<void>;
}

/** Short, so that a test of what fails is over soon. */
export const quickTiming = { silenceMs: 1_500, retryMs: 2_000, firstPauseMs: 50, publishMs: 3_000 };

/** The least that S3 takes of a part that is not the last. */
export const smallPart = 5 << 20;

/** Starts it; over TLS too where it has a certificate. Takes a quarter of a minute. */
export async function startS3Stage(certificate: S3Certificate | null = null): Promise<S3Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-s3-'));
  const server = await startS3Server(join(folder, 's3'), certificate);
  const { bucket, endpoint, user } = server;
  const Bucket = bucket;
  const client = new S3({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { ...user } });
  const works: S3Settings = {
    ...{ name: 'offsite', bucket, prefix: '', region: 'us-east-1', endpoint, ca: null, forcePathStyle: true },
    ...{ credentials: { ...user }, partBytes: smallPart, timing: { ...defaultTiming, ...quickTiming } },
  };
  // With the first object and the first upload the server makes what it keeps them in, which takes seconds.
  await client.putObject({ Bucket, Key: 'first', Body: 'first' });
  await client.deleteObject({ Bucket, Key: 'first' });
  const { UploadId } = await client.createMultipartUpload({ Bucket, Key: 'first' });
  await client.abortMultipartUpload({ Bucket, Key: 'first', UploadId });
  const left = async () => {
    const objects = (await client.listObjectsV2({ Bucket })).Contents ?? [];
    const uploads = (await client.listMultipartUploads({ Bucket })).Uploads ?? [];
    return { objects: objects.map(({ Key }) => Key!), uploads: uploads.map(({ Key }) => Key!) };
  };
  return {
    ...{ server, client, left },
    storage: (changes = {}) => new S3Storage({ ...works, ...changes }),
    empty: async () => {
      for (const Key of (await left()).objects) await client.deleteObject({ Bucket, Key });
      for (const { Key, UploadId } of (await client.listMultipartUploads({ Bucket })).Uploads ?? [])
        await client.abortMultipartUpload({ Bucket, Key, UploadId });
    },
    end: async () => {
      client.destroy();
      await stopS3Server(server.folder);
      rmSync(folder, { recursive: true });
    },
  };
}
