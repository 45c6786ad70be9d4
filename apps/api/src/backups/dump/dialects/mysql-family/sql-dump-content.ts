import { createHash, type Hash } from 'node:crypto';
import type { DumpContent, DumpFacts } from '../../dump-dialect.js';

const newline = 0x0a;
const semicolon = 0x3b;
/** No line that tells something is longer: a name has 64 characters, a position some hundred. Of the others the beginning does. */
const longestTelling = 4096;

const tableLine = /^-- Dumping data for table `((?:[^`]|``)+)`$/;
const insertLine = /^INSERT\s.*\sVALUES$/;
const footerLine = /^-- Dump completed\b/;
const positionLine = /^-- SET GLOBAL gtid_slave_pos='([^']*)'/;
const serverLine = /^-- Server version\s+(\S+)/;

/**
 * Reads the text of `mariadb-dump` and `mysqldump` while it passes. Line ends within values are escaped, so that a line is a
 * comment, a part of a statement, or one row of the INSERT above it: `mariadb-dump` gives each row a line of its own. Where all rows
 * stand in the line of their INSERT (`mysqldump`), they are not counted. Seen on MariaDB 10.11; source: client/mysqldump.cc.
 *
 * The digest of a table is the SHA-256 of its rows as they stand there, in the order of the primary key. The same client writes the same
 * bytes for the same rows, so that a dump of the restored table tells whether it is the one that was dumped.
 */
export class SqlDumpContent implements DumpContent {
  /** The beginning of the line that is not ended yet; null: none is begun. */
  private open: { head: Buffer; last: number } | null = null;
  private state: 'statements' | 'rows' | 'body' = 'statements';
  private table: string | null = null;
  private rows = 0;
  private digest: Hash | null = null;
  private isCounted = true;
  private position: string | null = null;
  private serverVersion: string | null = null;
  private isCompleted = false;
  private readonly counts = new Map<string, bigint>();
  private readonly digests = new Map<string, string>();

  watch(bytes: Buffer): void {
    let from = 0;
    // Where the rows begin that are not in the digest yet; -1: it stands in no rows.
    let rowsFrom = this.state === 'rows' ? 0 : -1;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      if (this.open === null) this.line(bytes, from, end);
      else this.endOpen(bytes.subarray(from, end));
      from = end + 1;
      if (this.state === 'rows') {
        if (rowsFrom < 0) rowsFrom = from;
      } else if (rowsFrom >= 0) {
        this.digest?.update(bytes.subarray(rowsFrom, from));
        rowsFrom = -1;
      }
    }
    if (rowsFrom >= 0) this.digest?.update(bytes.subarray(rowsFrom));
    if (from < bytes.length) this.goOn(bytes.subarray(from));
  }

  fault(): string | null {
    if (this.open !== null) this.endOpen(Buffer.alloc(0));
    return this.isCompleted ? null : 'the dump ends without its last line (-- Dump completed)';
  }

  facts(): DumpFacts {
    this.endTable();
    return {
      position: this.position,
      serverVersion: this.serverVersion,
      rowCounts: this.isCounted ? new Map(this.counts) : null,
      tableDigests: this.isCounted ? new Map(this.digests) : null,
    };
  }

  private goOn(bytes: Buffer): void {
    const head = this.open?.head ?? Buffer.alloc(0);
    const more = bytes.subarray(0, longestTelling - head.length);
    this.open = { head: more.length === 0 ? head : Buffer.concat([head, more]), last: bytes.at(-1) ?? newline };
  }

  private endOpen(rest: Buffer): void {
    if (rest.length > 0) this.goOn(rest);
    const { head, last } = this.open ?? { head: Buffer.alloc(0), last: newline };
    this.open = null;
    if (this.state === 'rows') this.row(last);
    else this.telling(head.toString('utf8'));
  }

  private line(bytes: Buffer, from: number, end: number): void {
    if (this.state === 'rows') this.row(bytes[end - 1]);
    else this.telling(bytes.toString('utf8', from, Math.min(end, from + longestTelling)));
  }

  /** The hot path. */
  private row(last: number | undefined): void {
    this.rows += 1;
    if (last === semicolon) this.state = 'statements';
  }

  private telling(text: string): void {
    if (text === '') return;
    // Bodies of triggers, routines and events are the user's own text.
    if (text.startsWith('DELIMITER ')) this.state = text === 'DELIMITER ;' ? 'statements' : 'body';
    if (this.state === 'body') return;
    this.isCompleted = footerLine.test(text);
    if (text.startsWith('INSERT ')) this.insert(text);
    const name = tableLine.exec(text)?.[1]?.replaceAll('``', '`');
    if (name !== undefined) this.beginTable(name);
    this.position ??= positionLine.exec(text)?.[1] ?? null;
    this.serverVersion ??= serverLine.exec(text)?.[1] ?? null;
  }

  private insert(text: string): void {
    if (insertLine.test(text)) this.state = 'rows';
    else this.isCounted = false;
  }

  private beginTable(name: string): void {
    this.endTable();
    this.table = name;
    this.digest = createHash('sha256');
  }

  private endTable(): void {
    if (this.table !== null) {
      this.counts.set(this.table, BigInt(this.rows));
      if (this.digest !== null) this.digests.set(this.table, this.digest.digest('hex'));
    }
    this.table = this.digest = null;
    this.rows = 0;
  }
}
