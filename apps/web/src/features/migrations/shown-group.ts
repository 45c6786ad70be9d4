import type { Answer, MigrationDetail } from '@cutover/contracts';
import { foldAnswers } from '@cutover/contracts/fold-answers';
import type { ShownVerdict } from './shown-verdict.js';

/** A migration in the list: one by itself, or the parts of one that has several databases. */
export type ListedMigration<Detail extends Pick<MigrationDetail, 'name' | 'group'>> =
  { name: string; isGroup: false; detail: Detail } | { name: string; isGroup: true; parts: Detail[] };

/** Pure: parts of one migration stand together, at the place of the first. */
export function listedMigrations<Detail extends Pick<MigrationDetail, 'name' | 'group'>>(
  details: readonly Detail[],
): ListedMigration<Detail>[] {
  const listed = new Map<string, ListedMigration<Detail>>();
  for (const detail of details) {
    if (detail.group === null) {
      listed.set(detail.name, { name: detail.name, isGroup: false, detail });
      continue;
    }
    const known = listed.get(detail.group.name);
    if (known?.isGroup === true) known.parts.push(detail);
    else listed.set(detail.group.name, { name: detail.group.name, isGroup: true, parts: [detail] });
  }
  return [...listed.values()];
}

/** The one answer for all databases of a migration, as this page may show it. */
export interface ShownGroup {
  answer: Answer;
  /** How many of them are safe, in words. */
  summary: string;
}

/** Pure: `undefined` stands for a database of which this page knows nothing, which makes the answer unknown. */
export function shownGroup(verdicts: readonly (Pick<ShownVerdict, 'answer'> | undefined)[]): ShownGroup {
  const answers = verdicts.map((verdict): Answer => verdict?.answer ?? 'cannot-tell');
  const count = (wanted: Answer): number => answers.filter((answer) => answer === wanted).length;
  const total = answers.length;
  const parts = [`${count('safe')} of ${total} ${total === 1 ? 'database is' : 'databases are'} safe`];
  if (count('not-safe') > 0) parts.push(`${count('not-safe')} not safe`);
  if (count('cannot-tell') > 0) parts.push(`${count('cannot-tell')} cannot be told`);
  return { answer: foldAnswers(answers), summary: parts.join(', ') };
}
