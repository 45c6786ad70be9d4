import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block that a reader types. */
export interface DocumentBlock {
  /** `README.md:53`, of the opening fence. */
  place: string;
  file: string;
  language: 'sh' | 'sql';
  lines: string[];
  /** Why it is not run, as the comment before it says; null: it must be run. */
  notRun: string | null;
  /** The test that runs it in place of the test of documents, as the comment before it says. */
  runBy: string | null;
}

const notRunMark = /^\s*<!-- not run: (.+) -->$/;
const runByMark = /^\s*<!-- run by: (.+) -->$/;

/** All blocks of shell and SQL in the documents for users, in the order of reading. */
export function documentBlocks(root: string): DocumentBlock[] {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const files = ['README.md', ...docs.map((name) => `docs/${name}`), 'CONTRIBUTING.md'];
  return files.flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8')));
}

/** Pure: the blocks of one document. */
export function blocksOf(file: string, text: string): DocumentBlock[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): DocumentBlock[] => {
    const [, indent = '', language] = /^( *)```(sh|sql)$/.exec(line) ?? [];
    if (language === undefined) return [];
    const end = lines.findIndex((each, at) => at > index && each.trim() === '```');
    const before = lines.slice(0, index).findLast((each) => each.trim() !== '') ?? '';
    return [
      {
        place: `${file}:${index + 1}`,
        file,
        language: language as 'sh' | 'sql',
        lines: lines.slice(index + 1, end).map((each) => each.slice(indent.length)),
        notRun: notRunMark.exec(before)?.[1] ?? null,
        runBy: runByMark.exec(before)?.[1] ?? null,
      },
    ];
  });
}
