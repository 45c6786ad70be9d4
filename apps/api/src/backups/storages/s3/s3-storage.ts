import { posix } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { isBackupFolder, type BackupStorage, type ObjectWriter, type StoredObject } from '../backup-storage.js';
import { ObjectUpload } from './object-upload.js';
import { readObject } from './read-object.js';
import { isMissing } from './s3-fault.js';
import { S3Requests } from './s3-requests.js';
import { placeOf, type S3Settings } from './s3-settings.js';

const triedPath = 'check-config.txt';
const triedWords = 'Written by check-config, which removes it again.\n';

/** A bucket of Amazon, or of another server that speaks S3. */
export class S3Storage implements BackupStorage {
  readonly name: string;
  private readonly requests: S3Requests;

  constructor(private readonly settings: S3Settings) {
    this.name = settings.name;
    this.requests = new S3Requests(settings);
  }

  async begin(path: string): Promise<ObjectWriter> {
    const storedBytes = async (): Promise<number | null> => (await this.find(path))?.bytes ?? null;
    return new ObjectUpload({ requests: this.requests, key: this.keyOf(path), path, storedBytes });
  }

  read(path: string): Promise<Readable> {
    return readObject(this.requests, this.keyOf(path), path);
  }

  /** By listing: HEAD has no body, and does not say why it refuses. */
  async find(path: string): Promise<StoredObject | null> {
    const key = this.keyOf(path);
    const [object] = await this.page(`${path} cannot be looked at`, { Prefix: key, MaxKeys: 1 }).then(
      ({ objects }) => objects,
    );
    return object?.path === path ? object : null;
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const Prefix = this.keyOf(prefix === '' ? '' : `${prefix}/`);
    let ContinuationToken: string | undefined;
    do {
      const { objects, next } = await this.page('It cannot be listed', { Prefix, ContinuationToken });
      yield* objects;
      ContinuationToken = next;
    } while (ContinuationToken !== undefined);
  }

  async remove(path: string): Promise<void> {
    await this.requests.send(`${path} cannot be removed`, (client, { abortSignal }) =>
      client.deleteObject({ Bucket: this.settings.bucket, Key: this.keyOf(path) }, { abortSignal }),
    );
  }

  async sweep(writtenBefore: Date): Promise<number> {
    let swept = 0;
    for await (const { key, uploadId, begunAt } of this.uploads()) {
      if (begunAt >= writtenBefore || !isBackupFolder(posix.dirname(this.pathOf(key)))) continue;
      // A large one is under way for days, of this process or of another.
      if (await this.hasPartSince(writtenBefore, key, uploadId)) continue;
      await this.abortUpload(key, uploadId);
      swept += 1;
    }
    return swept;
  }

  /** A bucket has no end that S3 tells of. */
  space(): Promise<null> {
    return Promise.resolve(null);
  }

  async inspect(): Promise<string> {
    const once = { retryMs: 0 };
    await this.requests.send(
      `${triedPath} cannot be written`,
      (client, { abortSignal }) =>
        client.putObject(
          { Bucket: this.settings.bucket, Key: this.keyOf(triedPath), Body: triedWords },
          { abortSignal },
        ),
      once,
    );
    const tls = this.requests.tlsVersion();
    await this.find(triedPath);
    await text(await this.read(triedPath));
    await this.remove(triedPath);
    const uploadId = await this.requests.send('An upload cannot be begun', async (client, { abortSignal }) => {
      const place = { Bucket: this.settings.bucket, Key: this.keyOf(triedPath) };
      return (await client.createMultipartUpload(place, { abortSignal })).UploadId!;
    });
    await this.hasPartSince(new Date(), this.keyOf(triedPath), uploadId);
    await this.abortUpload(this.keyOf(triedPath), uploadId);
    await this.uploads()[Symbol.asyncIterator]().next();
    return `${placeOf(this.settings)}, ${tls ?? 'without TLS'}`;
  }

  fetchCommands(path: string): string[] {
    const { bucket, endpoint, region } = this.settings;
    const key = `${bucket}/${this.keyOf(path)}`;
    const where = endpoint === null ? `--region ${region}` : `--endpoint-url ${endpoint}`;
    return [
      `aws s3 cp 's3://${key}' . ${where}`,
      `s3cmd get 's3://${key}'${hostOption(endpoint)}`,
      `rclone copy 'REMOTE:${key}' .`,
    ];
  }

  private keyOf(path: string): string {
    if (path.split('/').includes('..')) throw new Error(`Not a path of a storage: ${path}`);
    const { prefix } = this.settings;
    return prefix === '' ? path : `${prefix}/${path}`;
  }

  private pathOf(key: string): string {
    const { prefix } = this.settings;
    return prefix === '' ? key : key.slice(prefix.length + 1);
  }

  private page(what: string, asked: { Prefix: string; MaxKeys?: number; ContinuationToken?: string | undefined }) {
    return this.requests.send(what, async (client, { abortSignal }) => {
      const answer = await client.listObjectsV2({ Bucket: this.settings.bucket, ...asked }, { abortSignal });
      const objects = (answer.Contents ?? []).map(({ Key, Size, LastModified }): StoredObject => ({
        ...{ path: this.pathOf(Key!), bytes: Size!, changedAt: LastModified!.toISOString() },
      }));
      return { objects, next: answer.IsTruncated === true ? answer.NextContinuationToken : undefined };
    });
  }

  /** Uploads below our prefix that were neither completed nor aborted. */
  private async *uploads(): AsyncIterable<{ key: string; uploadId: string; begunAt: Date }> {
    const asked = { Bucket: this.settings.bucket, Prefix: this.keyOf('') };
    let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | null = {};
    while (marker !== null) {
      const from: object = marker;
      const answer = await this.requests.send('Its unfinished uploads cannot be listed', (client, { abortSignal }) =>
        client.listMultipartUploads({ ...asked, ...from }, { abortSignal }),
      );
      for (const { Key, UploadId, Initiated } of answer.Uploads ?? [])
        yield { key: Key!, uploadId: UploadId!, begunAt: Initiated! };
      const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = answer;
      marker = IsTruncated === true ? { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker } : null;
    }
  }

  /** Whether a part of an upload came in at an instant or later. False where it is there no more. */
  private async hasPartSince(instant: Date, key: string, uploadId: string): Promise<boolean> {
    const asked = { Bucket: this.settings.bucket, Key: key, UploadId: uploadId };
    let PartNumberMarker: string | undefined;
    do {
      const from = PartNumberMarker === undefined ? {} : { PartNumberMarker };
      const what = `The parts of the unfinished upload of ${this.pathOf(key)} cannot be listed`;
      const answer = await this.requests.send(what, (client, { abortSignal }) =>
        client.listParts({ ...asked, ...from }, { abortSignal }).catch((error: unknown) => {
          if (!isMissing(error, 'NoSuchUpload')) throw error;
          return null;
        }),
      );
      if (answer?.Parts?.some(({ LastModified }) => LastModified! >= instant) === true) return true;
      PartNumberMarker = answer?.IsTruncated === true ? answer.NextPartNumberMarker : undefined;
    } while (PartNumberMarker !== undefined);
    return false;
  }

  private async abortUpload(key: string, uploadId: string): Promise<void> {
    const what = `The unfinished upload of ${this.pathOf(key)} cannot be aborted`;
    await this.requests.send(what, (client, { abortSignal }) =>
      client
        .abortMultipartUpload({ Bucket: this.settings.bucket, Key: key, UploadId: uploadId }, { abortSignal })
        .catch((error: unknown) => {
          // Another process has swept it.
          if (!isMissing(error, 'NoSuchUpload')) throw error;
        }),
    );
  }
}

/** Of s3cmd, which else asks Amazon. */
function hostOption(endpoint: string | null): string {
  if (endpoint === null) return '';
  const { host, protocol } = new URL(endpoint);
  return ` --host=${host} --host-bucket=${host}${protocol === 'http:' ? ' --no-ssl' : ''}`;
}
