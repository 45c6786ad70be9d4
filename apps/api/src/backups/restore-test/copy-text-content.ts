import { createHash, hash, type Hash } from 'node:crypto';

const newline = 0x0a;
const endOfRows = Buffer.from('\\.');
const name = String.raw`(?:"(?:[^"]|"")*"|[^"\s.]+)`;
const copyLine = new RegExp(String.raw`^COPY (${name}\.${name}) .*FROM stdin;$`);
/** What says nothing of the data, or is another in each dump. */
const passedOver = /^(?:$|--|SET |SELECT pg_catalog\.set_config|\\(?:un)?restrict )/;
/** No line that begins a table is longer: names of all columns stand there. */
const longestTelling = 1_000_000;
const lanes = 8;

/** What stands beside the rows: values of sequences, and large objects. */
export const besideRows = 'sequences and large objects';

/**
 * Reads the data of a dump of PostgreSQL as text while it passes, and makes a digest of each table: the sum of the SHA-256 of its rows, in
 * eight numbers of 32 bits, and their count. A sum, since a table has no order, and no XOR, in which two equal rows would vanish.
 * Source of the form: "COPY", file formats, of the manual: a line end within a value is escaped, and `\.` ends the rows.
 */
export class CopyTextContent {
  /** The parts of the line that is not ended yet. */
  private parts: Buffer[] = [];
  private partBytes = 0;
  /** Of a line that is too long to be kept. */
  private long: Hash | null = null;
  private table: string | null = null;
  private readonly sums = new Map<string, { rows: number; sum: Uint32Array }>();

  watch(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.endLine(bytes.subarray(from, end));
      from = end + 1;
    }
    if (from < bytes.length) this.keep(bytes.subarray(from));
  }

  /** After the last byte. By table as it is quoted; a digest says how many rows there are, too. */
  digests(): Map<string, string> {
    return new Map(
      [...this.sums].map(([table, { rows, sum }]) => [
        table,
        `${rows}:${[...sum].map((lane) => lane.toString(16).padStart(8, '0')).join('')}`,
      ]),
    );
  }

  private keep(bytes: Buffer): void {
    if (this.long !== null) this.long.update(bytes);
    else if (this.partBytes + bytes.length > longestTelling) {
      this.long = createHash('sha256');
      for (const part of this.parts) this.long.update(part);
      this.long.update(bytes);
      this.parts = [];
    } else {
      // What is watched may be written over.
      this.parts.push(Buffer.from(bytes));
      this.partBytes += bytes.length;
    }
  }

  private endLine(rest: Buffer): void {
    if (this.long !== null) {
      this.add(this.table ?? besideRows, this.long.update(rest).digest());
      this.long = null;
    } else if (this.parts.length === 0) this.line(rest);
    else this.line(Buffer.concat([...this.parts, rest]));
    this.parts = [];
    this.partBytes = 0;
  }

  private line(line: Buffer): void {
    if (this.table !== null) {
      if (line.equals(endOfRows)) this.table = null;
      else this.add(this.table, hash('sha256', line, 'buffer'));
      return;
    }
    const text = line.toString('utf8');
    this.table = copyLine.exec(text)?.[1] ?? null;
    if (this.table !== null) this.sumOf(this.table);
    else if (!passedOver.test(text)) this.add(besideRows, hash('sha256', line, 'buffer'));
  }

  private add(table: string, digest: Buffer): void {
    const kept = this.sumOf(table);
    kept.rows += 1;
    for (let lane = 0; lane < lanes; lane++) kept.sum[lane]! += digest.readUInt32LE(lane * 4);
  }

  private sumOf(table: string): { rows: number; sum: Uint32Array } {
    const found = this.sums.get(table) ?? { rows: 0, sum: new Uint32Array(lanes) };
    this.sums.set(table, found);
    return found;
  }
}
