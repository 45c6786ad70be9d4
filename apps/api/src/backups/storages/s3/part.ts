import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';

/** So much of a part is handed to the connection at once. A whole part would be copied where it is encrypted. */
const sliceBytes = 256 << 10;

/** One part of an upload: a piece of memory that is filled, sent, and filled again. */
export class Part {
  private used = 0;
  private hash: Hash = createHash('md5');

  constructor(readonly memory: Buffer) {}

  get bytes(): number {
    return this.used;
  }

  get isFull(): boolean {
    return this.used === this.memory.length;
  }

  /** Takes what fits of these bytes, from a place in them. Answers how many. */
  fill(bytes: Buffer, from: number): number {
    const taken = bytes.copy(this.memory, this.used, from);
    this.hash.update(this.memory.subarray(this.used, this.used + taken));
    this.used += taken;
    return taken;
  }

  /** Content-MD5 of what it holds: the server refuses a part that is another one when it arrives. */
  md5(): string {
    return this.hash.copy().digest('base64');
  }

  /** What it holds, for one attempt. `onSlice` is called whenever some of it was taken. */
  read(onSlice: () => void): Readable {
    const whole = this.memory.subarray(0, this.used);
    function* slices(): Generator<Buffer> {
      for (let at = 0; at < whole.length; at += sliceBytes) {
        onSlice();
        yield whole.subarray(at, at + sliceBytes);
      }
    }
    return Readable.from(slices(), { objectMode: false, highWaterMark: sliceBytes });
  }

  empty(): void {
    this.used = 0;
    this.hash = createHash('md5');
  }
}
