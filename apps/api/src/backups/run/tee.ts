import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { drained } from './drained.js';

/** One of several places that the same bytes go to. */
export interface TeeBranch {
  name: string;
  stream: Writable;
}

/**
 * Writes the same bytes to several streams, as fast as the slowest takes them. One that fails is given up and named in
 * `failures`; the stream itself fails when none is left.
 */
export class Tee extends Writable {
  /** By name of the branch. */
  readonly failures = new Map<string, Error>();

  constructor(private readonly branches: readonly TeeBranch[]) {
    super({ highWaterMark: 1 << 20 });
    for (const { name, stream } of branches) stream.on('error', (error) => this.note(name, error));
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const waits = this.standing().flatMap(({ stream }) => (stream.write(bytes) ? [] : [drained(stream)]));
    if (waits.length === 0) done(this.givenUp());
    else void Promise.all(waits).then(() => done(this.givenUp()));
  }

  override _final(done: (error?: Error | null) => void): void {
    const ends = this.standing().map(({ name, stream }) => {
      stream.end();
      return finished(stream).catch((error: Error) => this.note(name, error));
    });
    void Promise.all(ends).then(() => done(this.givenUp()));
  }

  /** Whether every branch has failed. */
  hasNone(): boolean {
    return this.standing().length === 0;
  }

  /** Why, of each branch that has failed. */
  reasons(): string {
    return [...this.failures.values()].map(({ message }) => message).join(' ');
  }

  /** The first is why; what comes after it are its consequences. */
  private note(name: string, error: Error): void {
    if (!this.failures.has(name)) this.failures.set(name, error);
    // At once: whoever writes to it may have nothing to write for long.
    const fault = this.givenUp();
    if (fault !== null) this.destroy(fault);
  }

  private standing(): TeeBranch[] {
    return this.branches.filter(({ name }) => !this.failures.has(name));
  }

  private givenUp(): Error | null {
    return this.hasNone() ? new Error(this.reasons()) : null;
  }
}
