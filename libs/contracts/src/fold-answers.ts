import type { Answer } from './answer.js';

/** The answer for several: one that is not safe makes all not safe, one that cannot be told all unknown. None: unknown. */
export function foldAnswers(answers: readonly Answer[]): Answer {
  if (answers.includes('not-safe')) return 'not-safe';
  return answers.length === 0 || answers.includes('cannot-tell') ? 'cannot-tell' : 'safe';
}
