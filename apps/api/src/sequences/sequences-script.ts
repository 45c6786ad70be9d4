import type { ComparedSequence } from './compare-sequences.js';

/** Pure: what a person runs on the target before it takes writes, with what it does as comments. */
export function sequencesScript(migration: string, measuredAt: string, compared: readonly ComparedSequence[]): string {
  const needed = compared.filter(({ statements }) => statements.length > 0);
  const moved = compared.flatMap(({ optional }) => (optional === null ? [] : [optional]));
  const unset = compared.filter(({ state, statements }) => state !== null && statements.length === 0);
  return [
    `-- Sequences of the target of ${oneLine(migration)}, by what both sides said at ${measuredAt}.`,
    '-- Run it on the target. It leaves out some numbers, so that it may be run before the source is frozen and holds while the',
    '-- source is written; it never takes back a number. Fetch and run it again in the freeze if the check says that one is behind.',
    ...(needed.length === 0 ? ['-- Nothing has to be set: every sequence is where it should be.'] : []),
    ...unset.map((each) => `-- NOT SET: ${oneLine(each.name)}: ${obstacleOf(each)}`),
    ...needed.flatMap(({ column, source, target, statements }) => [
      `-- next on the source ${source ?? 'unknown'}, on the target ${target ?? 'unknown'}${column === null ? '' : `; ${oneLine(column)}`}`,
      ...statements,
    ]),
    ...(moved.length === 0
      ? []
      : ['-- These begin anew at their end. That they go on where the source stood is a nicety:', ...moved]),
    '',
  ].join('\n');
}

function obstacleOf({ state, obstacle }: ComparedSequence): string {
  if (obstacle !== null) return `${obstacle}. Mend its definition first`;
  return state === 'missing' ? 'it is missing on the target' : 'our account may not read it';
}

/** A name may hold a line break, after which the rest of it would be a statement. */
function oneLine(name: string): string {
  return name.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
