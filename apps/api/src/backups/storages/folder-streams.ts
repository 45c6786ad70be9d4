import { open, type FileHandle } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import type { CallKind } from './bounded-calls.js';

/** How a folder is asked. What it rejects with names the storage and says what to do. */
export interface FolderCalls {
  run<T>(what: string, work: () => Promise<T>, kind?: CallKind, late?: (result: T) => Promise<unknown>): Promise<T>;
  /** Closes it when nothing uses it any more. Never rejects. */
  close(handle: FileHandle): Promise<void>;
}

/** Read and written at once. */
const chunkBytes = 1 << 18;

/** Opens a file. One that is open only after it was given up is closed again. */
export const openFile = (calls: FolderCalls, what: string, place: string, flags: string | number, mode?: number) =>
  calls.run(
    what,
    () => open(place, flags, mode),
    'call',
    (handle) => handle.close(),
  );

/** What is in a file. Ends with an error where it does not come any more. */
export function readingOf(calls: FolderCalls, what: string, handle: FileHandle): Readable {
  return new Readable({
    highWaterMark: chunkBytes,
    read() {
      calls
        .run(what, () => handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null))
        .then(
          ({ bytesRead, buffer }) => this.push(bytesRead === 0 ? null : buffer.subarray(0, bytesRead)),
          (error: Error) => this.destroy(error),
        );
    },
    destroy(error, done) {
      void calls.close(handle);
      done(error);
    },
  });
}

/** Writes a new file. Its bytes are on the disk, not in its cache, before the stream says that it has finished. */
export function writingTo(calls: FolderCalls, what: string, place: string, mode: number): Writable {
  let file: FileHandle | null = null;
  return new Writable({
    highWaterMark: chunkBytes,
    construct(done) {
      openFile(calls, what, place, 'w', mode).then(
        (handle) => {
          file = handle;
          done();
        },
        (error: Error) => done(error),
      );
    },
    write(bytes: Buffer, _encoding, done) {
      written(calls, what, file!, bytes).then(() => done(), done);
    },
    final(done) {
      calls.run(what, () => file!.sync(), 'sync').then(() => done(), done);
    },
    destroy(error, done) {
      const [handle, isWhole] = [file, error === null];
      if (handle === null) return done(error);
      // A mount may say only then that it did not take the bytes.
      if (isWhole) return void calls.run(what, () => handle.close()).then(() => done(), done);
      void calls.close(handle);
      done(error);
    },
  });
}

/** A disk that is nearly full takes a part of it, and says only at the next attempt that it is full. */
async function written(calls: FolderCalls, what: string, file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;)
    at += (await calls.run(what, () => file.write(bytes, at, bytes.length - at, null))).bytesWritten;
}
