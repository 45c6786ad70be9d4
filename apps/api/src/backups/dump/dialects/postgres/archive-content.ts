import type { DumpContent, DumpFacts } from '../../dump-dialect.js';

/** Every archive of pg_dump begins with it. Source: `pg_backup_archiver.c`, WriteHead. */
const magic = Buffer.from('PGDMP');

/** An archive has no last line: whether it is whole, the exit code says, and reading it back with pg_restore. */
export class ArchiveContent implements DumpContent {
  private head: Buffer = Buffer.alloc(0);

  watch(bytes: Buffer): void {
    if (this.head.length < magic.length) this.head = Buffer.concat([this.head, bytes.subarray(0, magic.length)]);
  }

  fault(): string | null {
    return this.head.subarray(0, magic.length).equals(magic)
      ? null
      : 'what pg_dump wrote is no archive (it begins otherwise)';
  }

  facts(): DumpFacts {
    return { position: null, serverVersion: null, rowCounts: null, tableDigests: null };
  }
}
