/** Reads the fields of one message of the replication protocol, in order. Throws when the message ends before a field does. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** One byte, as the letter it stands for. */
  letter(): string {
    return String.fromCharCode(this.uint8());
  }

  uint8(): number {
    return this.bytes.readUInt8(this.skip(1));
  }

  uint16(): number {
    return this.bytes.readUInt16BE(this.skip(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.skip(4));
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.skip(4));
  }

  uint64(): bigint {
    return this.bytes.readBigUInt64BE(this.skip(8));
  }

  /** Text up to a zero byte. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw endedEarly();
    const start = this.skip(end - this.at + 1);
    return this.bytes.toString('utf8', start, end);
  }

  /** So many bytes as text. */
  textOf(length: number): string {
    const start = this.skip(length);
    return this.bytes.toString('utf8', start, start + length);
  }

  /** All that is left. It is a view of the message, which the driver uses again: copy what is kept. */
  rest(): Buffer {
    return this.bytes.subarray(this.skip(this.bytes.length - this.at));
  }

  private skip(length: number): number {
    const start = this.at;
    if (length < 0 || start + length > this.bytes.length) throw endedEarly();
    this.at = start + length;
    return start;
  }
}

function endedEarly(): Error {
  return new Error('A message of the replication stream ended early');
}
