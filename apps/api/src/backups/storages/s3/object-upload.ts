import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { OperationalError } from '../../../failures/failures.js';
import type { ObjectWriter } from '../backup-storage.js';
import { Part } from './part.js';
import { keepPartMemory, takePartMemory } from './part-memory.js';
import type { S3Requests } from './s3-requests.js';

/** Of S3, and of every server that speaks it. */
const mostParts = 10_000;
/** One more is being filled meanwhile. */
const mostInFlight = 2;

/** Where an object goes. */
interface UploadTarget {
  requests: S3Requests;
  key: string;
  /** As the storage calls it, for people. */
  path: string;
  /** Bytes of what lies there; null: nothing. */
  storedBytes: () => Promise<number | null>;
}

/**
 * Writes one object in parts of equal size (R2 takes no others), two of them under way while a third is filled. A part is kept until the
 * server has it, so that it can be sent again. What fits into one part is sent whole when it is published. Until then nobody finds the
 * object: S3 shows no upload that was not completed.
 */
export class ObjectUpload implements ObjectWriter {
  readonly stream: Writable;
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly spare: Part[] = [];
  private readonly etags: string[] = [];
  private filling: Part | null = null;
  private bytes = 0;
  private sentParts = 0;
  private uploadId: Promise<string> | null = null;

  constructor(private readonly target: UploadTarget) {
    this.stream = new Writable({
      highWaterMark: 1 << 20,
      write: (bytes: Buffer, _encoding, done) => void this.take(bytes).then(() => done(), done),
      final: (done) => void this.sendRest().then(() => done(), done),
    });
    // Who publishes or aborts hears of it; until then it must not end the process.
    this.stream.on('error', () => undefined);
  }

  async publish(): Promise<void> {
    await finished(this.stream);
    if (this.uploadId === null) await this.put();
    else await this.complete(await this.uploadId);
    this.uploadId = null;
    const parts = this.filling === null ? this.spare : [...this.spare, this.filling];
    for (const { memory } of parts) keepPartMemory(memory);
    this.letGo();
  }

  async abort(): Promise<void> {
    this.stopping.abort(new Error('The upload was aborted'));
    this.stream.destroy();
    await finished(this.stream).catch(() => undefined);
    // The server keeps a part that comes in after the end of its upload.
    await Promise.allSettled(this.inFlight);
    this.letGo();
    const uploadId = await this.uploadId?.catch(() => null);
    if (uploadId == null) return;
    const { requests } = this.target;
    await requests
      .sendRaw((client, { abortSignal }) =>
        client.abortMultipartUpload({ ...this.place(), UploadId: uploadId }, { abortSignal }),
      )
      .catch(() => undefined);
  }

  private async take(bytes: Buffer): Promise<void> {
    this.bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      this.filling ??= this.spare.pop() ?? new Part(takePartMemory(this.target.requests.settings.partBytes));
      at += this.filling.fill(bytes, at);
      if (this.filling.isFull) await this.send(this.filling);
    }
  }

  private async sendRest(): Promise<void> {
    if (this.filling !== null && this.sentParts > 0) await this.send(this.filling);
    await Promise.all(this.inFlight);
  }

  /** Begins to send a part as soon as fewer than two are under way. Rejects where one could not be sent. */
  private async send(part: Part): Promise<void> {
    while (this.inFlight.size >= mostInFlight) await Promise.race(this.inFlight);
    this.stopping.signal.throwIfAborted();
    if (this.sentParts === mostParts) throw this.tooLarge();
    this.sentParts += 1;
    this.filling = null;
    const sending = this.sendPart(part, this.sentParts).then(() => {
      part.empty();
      this.spare.push(part);
      this.inFlight.delete(sending);
    });
    this.inFlight.add(sending);
    // Also while nothing is written, and nobody would hear of it.
    sending.catch((error: Error) => this.stream.destroy(error));
  }

  private async sendPart(part: Part, number: number): Promise<void> {
    const { requests, path } = this.target;
    const { signal } = this.stopping;
    const what = `${path} cannot be written`;
    this.uploadId ??= requests.send(
      what,
      async (client, { abortSignal }) => {
        const input = { ...this.place(), ContentType: 'application/octet-stream' };
        return (await client.createMultipartUpload(input, { abortSignal })).UploadId!;
      },
      { signal },
    );
    const uploadId = await this.uploadId;
    const md5 = part.md5();
    const answer = await requests.send(
      `${what} (part ${number})`,
      (client, { abortSignal, goesOn }) => {
        const input = { ...this.place(), UploadId: uploadId, PartNumber: number };
        const body = { Body: part.read(goesOn), ContentLength: part.bytes, ContentMD5: md5 };
        return client.uploadPart({ ...input, ...body }, { abortSignal });
      },
      { signal },
    );
    this.etags[number - 1] = answer.ETag!;
  }

  /** Of what fits into one part, which may be nothing at all. */
  private async put(): Promise<void> {
    const { requests, path } = this.target;
    const part = this.filling ?? new Part(Buffer.alloc(0));
    await requests.send(
      `${path} cannot be written`,
      (client, { abortSignal, goesOn }) => {
        const body = { Body: part.read(goesOn), ContentLength: part.bytes, ContentMD5: part.md5() };
        return client.putObject({ ...this.place(), ...body }, { abortSignal });
      },
      { signal: this.stopping.signal, retryMs: requests.settings.timing.publishMs },
    );
  }

  /** Where the answer is lost the object may be there all the same: then its size says so, for its path is used once. */
  private async complete(uploadId: string): Promise<void> {
    const { requests, path, storedBytes } = this.target;
    const { publishMs } = requests.settings.timing;
    const parts = this.etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    try {
      await requests.send(
        `${path} cannot be published`,
        (client, { abortSignal }) => {
          const input = { ...this.place(), UploadId: uploadId, MultipartUpload: { Parts: parts } };
          return client.completeMultipartUpload(input, { abortSignal });
        },
        { signal: this.stopping.signal, silenceMs: publishMs, retryMs: publishMs },
      );
    } catch (error) {
      if ((await storedBytes()) !== this.bytes) throw error;
    }
  }

  private place() {
    const { requests, key } = this.target;
    return { Bucket: requests.settings.bucket, Key: key };
  }

  private letGo(): void {
    this.filling = null;
    this.spare.length = 0;
  }

  private tooLarge(): OperationalError {
    const { partBytes, name } = this.target.requests.settings;
    const [largestGiB, partMiB] = [(partBytes * mostParts) / 2 ** 30, partBytes / 2 ** 20];
    return new OperationalError(
      'BACKUP_STORAGE',
      `Storage ${name}: ${this.target.path} is larger than ${Math.floor(largestGiB)} GiB, which is ${mostParts} parts of ${partMiB} MiB, the most that S3 takes. Set partMiB: ${partMiB * 4} for this storage; it needs ${partMiB * 12} MiB of memory while it writes.`,
    );
  }
}
