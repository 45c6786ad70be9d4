import type { DumpContent, DumpFacts } from './dump-dialect.js';

/** The last line of a dump stands within so many bytes of its end. */
const tailBytes = 4096;

/** Reads a dump as text, which is whole when the last line of its client stands at its end. */
export class LastLineContent implements DumpContent {
  private tail: Buffer = Buffer.alloc(0);

  constructor(private readonly lastLine: string) {}

  watch(bytes: Buffer): void {
    this.tail = Buffer.concat([this.tail, bytes.subarray(-tailBytes)]).subarray(-tailBytes);
  }

  fault(): string | null {
    return this.tail.toString('latin1').includes(`\n${this.lastLine}`)
      ? null
      : `the dump ends without its last line (${this.lastLine})`;
  }

  facts(): DumpFacts {
    return { position: null, serverVersion: null, rowCounts: null, tableDigests: null };
  }
}
