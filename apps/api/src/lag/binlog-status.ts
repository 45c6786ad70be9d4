import type { ServerConnection, StatementBounds } from '../connections/server-connection.js';
import type { BinlogPlace } from '../replication/channel-status.js';
import { lookUp } from './explain-refusal.js';
import type { Finding } from './finding.js';

/** Row of SHOW MASTER STATUS and its successors. */
export interface BinlogStatusRow {
  File: string;
  Position: string;
}

/** End of the binary log. No row: the binary log is off. */
export function placeOfStatus(row: BinlogStatusRow | undefined): BinlogPlace | null {
  return row ? { file: row.File, position: Number(row.Position) } : null;
}

/** File names and sizes in bytes, oldest first. */
export type BinlogFiles = readonly { file: string; bytes: number }[];

/** Asks the source for its binary log files. Only worth it when a replica stands in another file than the source. */
export function readBinlogFiles(source: ServerConnection, bounds: StatementBounds): Promise<Finding<BinlogFiles>> {
  return lookUp(source, 'the sizes of its binary logs', async () => {
    const rows = await source.query<{ Log_name: string; File_size: string }>('SHOW BINARY LOGS', [], bounds);
    return rows.map(({ Log_name, File_size }) => ({ file: Log_name, bytes: Number(File_size) }));
  });
}
