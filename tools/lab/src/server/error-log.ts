import { readFile } from 'node:fs/promises';

/** The last lines a server wrote to its error log, for a person to read. */
export async function lastLinesOf(errorLog: string, lines = 12): Promise<string> {
  try {
    return (await readFile(errorLog, 'utf8')).trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(it wrote no error log)';
  }
}
