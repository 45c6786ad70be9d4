import type { OverallVerdict, VerdictEntry } from '@cutover/contracts';

/** An entry names so many causes at most, in so many characters each: a history is kept for months. */
const mostCauses = 5;
const longestMessage = 400;

/** A change of causes alone is noted at most so often: what flaps makes one entry, not fifty. */
const betweenCausesMs = 10_000;

/** What was noted last. */
export interface NotedAnswer {
  answer: OverallVerdict['answer'];
  causes: string;
  atMs: number;
}

/** Pure: what an answer was made of, without its figures: an entry follows when it changes. */
export function causesOf({ reasons }: OverallVerdict): string {
  return [...new Set(reasons.map(({ check, outcome }) => `${check} ${outcome}`))].sort().join('\n');
}

/** Pure: whether this answer is news. `nowMs` is monotonic. */
export function isNews(last: NotedAnswer | null, verdict: OverallVerdict, nowMs: number): boolean {
  if (last === null || last.answer !== verdict.answer) return true;
  return causesOf(verdict) !== last.causes && nowMs - last.atMs >= betweenCausesMs;
}

/** Pure: the entry of an answer. */
export function answerEntry(id: number, at: string, { answer, reasons }: OverallVerdict): VerdictEntry {
  const causes = reasons.slice(0, mostCauses).map(({ check, outcome, message }) => ({
    ...{ check, outcome, message: message.length > longestMessage ? `${message.slice(0, longestMessage)} …` : message },
  }));
  return { id: String(id), at, kind: 'answer', answer, from: null, causes, causeCount: reasons.length };
}

/** Pure: the entry of a time in which nobody looked. `from` null: not known since when. */
export function unwatchedEntry(id: number, at: string, from: string | null): VerdictEntry {
  return { id: String(id), at, kind: 'not-watched', answer: null, from, causes: [], causeCount: 0 };
}
