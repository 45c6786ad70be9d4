import { Readable } from 'node:stream';
import { isPassing, SilentServerError } from './s3-fault.js';
import type { S3Requests } from './s3-requests.js';

/** In a row, without a byte between them. */
const mostBreaks = 5;

/**
 * An object as a stream. A connection that is cut, or silent, is opened anew where it broke, on the same version of the object. Rejects, or
 * ends with an error, in words of the storage.
 */
export async function readObject(requests: S3Requests, key: string, path: string): Promise<Readable> {
  const { bucket, timing } = requests.settings;
  const what = `${path} cannot be read`;
  const open = (range: { Range?: string; IfMatch?: string | undefined }) =>
    requests.send(what, async (client, { abortSignal }) => {
      const answer = await client.getObject({ Bucket: bucket, Key: key, ...range }, { abortSignal });
      const body = answer.Body as Readable;
      // Whoever reads it hears of it; until then it must not end the process.
      body.on('error', () => undefined);
      return { body, etag: answer.ETag, bytes: answer.ContentLength };
    });
  const { etag, bytes, ...first } = await open({});

  async function* wholeObject(): AsyncGenerator<Buffer> {
    let { body } = first;
    let [at, breaks] = [0, 0];
    try {
      for (;;) {
        try {
          for await (const chunk of chunksOf(body, timing.silenceMs)) {
            [at, breaks] = [at + chunk.length, 0];
            yield chunk;
          }
          if (bytes === undefined || at >= bytes) return;
        } catch (error) {
          breaks += 1;
          if (breaks > mostBreaks || !(isPassing(error) || isCut(error))) throw requests.failure(what, error);
        }
        body.destroy();
        ({ body } = await open({ Range: `bytes=${at}-`, IfMatch: etag }));
      }
    } finally {
      body.destroy();
    }
  }
  return Readable.from(wholeObject(), { objectMode: false, highWaterMark: 1 << 20 });
}

/** Node.js calls an answer that ends too early so. */
const isCut = (error: unknown): boolean => error instanceof Error && error.message === 'aborted';

/** The chunks of an answer, each of which may be waited for so long. How slow the reader is does not count. */
async function* chunksOf(body: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const next = await inTime(chunks.next(), silenceMs);
    if (next.done === true) return;
    yield next.value;
  }
}

async function inTime<T>(work: Promise<T>, silenceMs: number): Promise<T> {
  let silence: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    silence = setTimeout(() => reject(new SilentServerError(silenceMs)), silenceMs);
  });
  try {
    return await Promise.race([work, silent]);
  } finally {
    clearTimeout(silence);
  }
}
