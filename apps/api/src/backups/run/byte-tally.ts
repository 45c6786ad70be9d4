import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Lets bytes through, and says how many there were and their SHA-256. `watch` sees each chunk. */
export class ByteTally extends Transform {
  private readonly hash = createHash('sha256');
  private count = 0n;

  constructor(private readonly watch: (bytes: Buffer) => void = () => undefined) {
    super({ highWaterMark: 1 << 20 });
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(bytes);
    this.count += BigInt(bytes.length);
    this.watch(bytes);
    done(null, bytes);
  }

  /** So far. */
  get bytes(): bigint {
    return this.count;
  }

  /** After the last byte. */
  sum(): { bytes: string; sha256: string } {
    return { bytes: String(this.count), sha256: this.hash.digest('hex') };
  }
}
