import { stringify } from 'yaml';
import { isRecord, parsePath } from '../../config/config-path.js';
import { ConfigError } from '../../config/config-error.js';
import { lineFinder, parseConfigText } from '../../config/reading/config-document.js';
import { placeholder, type Document } from './secret-places.js';

/** Something that is wrong in what somebody sends. */
export interface DocumentFault {
  path: string;
  message: string;
  line: number | null;
}

/** A document, or why a text holds none. */
export type SentDocument = { document: Document; faults: readonly [] } | { document: null; faults: DocumentFault[] };

/** Pure: as it is exported, and may stand in cutover.yaml once its secrets are filled in. */
export function documentText(document: Document, revision: number): string {
  const head = `# Configuration of backups, revision ${revision}. ${placeholder} stands for a secret that is stored, and keeps it when it is sent back.\n`;
  return head + stringify({ backups: document }, { lineWidth: 0 });
}

/** Pure: what a text with `backups:` on top holds. Never quotes it. */
export function readText(text: string): SentDocument {
  try {
    const tree = parseConfigText(text, 'backups');
    const findLine = lineFinder(text);
    if (!isRecord(tree) || !isRecord(tree['backups']))
      return none('backups', 'is missing: it must stand on top, as in cutover.yaml', 1);
    const other = Object.keys(tree).find((key) => key !== 'backups');
    if (other !== undefined) return none(other, 'is not taken here: leave backups: alone in it', findLine([other]));
    return { document: tree['backups'], faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.faults.map((fault) => {
      const [, line, message = fault] = /^line (\d+), (.*)$/s.exec(fault) ?? [];
      return { path: 'text', message, line: line === undefined ? null : Number(line) };
    });
    return { document: null, faults };
  }
}

const none = (path: string, message: string, line: number | null): SentDocument => ({
  document: null,
  faults: [{ path, message, line }],
});

/** Pure: lines that begin with a path, each with where that stands in the text; null: it is of no text. */
export function placedFaults(lines: readonly string[], text: string | null): DocumentFault[] {
  const findLine = text === null ? () => null : lineFinder(text);
  return lines.map((line) => {
    const end = line.indexOf(': ');
    const path = line.slice(0, end);
    return { path, message: line.slice(end + 2), line: findLine(parsePath(path)) };
  });
}
