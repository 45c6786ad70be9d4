import { faultKinds, type Fault } from '../oracle/fault.js';

type Tally = readonly (readonly [string, number])[];

/** The figures of a soak as Markdown: what was done, what was answered, what was wrong. */
export function figures(done: Tally, answered: Tally, faults: readonly Fault[]): string {
  const wrong = faultKinds.map((kind) => [kind, faults.filter((fault) => fault.kind === kind).length] as const);
  return [
    ...table('action', done),
    ...table('answer judged', [...answered, ['all', answered.reduce((sum, [, count]) => sum + count, 0)]]),
    ...table('wrong', wrong),
  ].join('\n');
}

function table(title: string, rows: Tally): string[] {
  return [`| ${title} | times |`, '|---|---|', ...rows.map(([name, count]) => `| ${name} | ${count} |`), ''];
}
