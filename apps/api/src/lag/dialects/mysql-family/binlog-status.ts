import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { binlogFilesStatement, type BinlogPlace, binlogStatusStatement } from '@cutover/databases/mysql-family';
import { lookUp, type Lookup } from '../../lookup.js';

/** End of the source's binary log; null: the binary log is off. Rejects as `query`; needs an identified server. */
export async function readBinlogPlace(source: ServerConnection, bounds: StatementBounds): Promise<BinlogPlace | null> {
  const identity = source.identity();
  if (!identity) throw new Error('The source did not answer yet');
  const statement = binlogStatusStatement(identity);
  const [row] = await source.query<{ File: string; Position: string }>(statement, [], bounds);
  return row ? { file: row.File, position: Number(row.Position) } : null;
}

/** File names and sizes in bytes, oldest first. */
export type BinlogFiles = readonly { file: string; bytes: number }[];

/** Asks the source for its binary log files. Only worth it when a replica stands in another file than the source. */
export function readBinlogFiles(source: ServerConnection, bounds: StatementBounds): Promise<Lookup<BinlogFiles>> {
  return lookUp(source, 'the sizes of its binary logs', async () => {
    const rows = await source.query<{ Log_name: string; File_size: string }>(binlogFilesStatement, [], bounds);
    return rows.map(({ Log_name, File_size }) => ({ file: Log_name, bytes: Number(File_size) }));
  });
}
