import { z } from 'zod';

/** The one answer: safe to cut over, not safe, or cannot tell. `cannot-tell` is never shown as good. */
export const answerSchema = z.enum(['safe', 'not-safe', 'cannot-tell']);
export type Answer = z.infer<typeof answerSchema>;

/** The answer for several: one that is not safe makes all not safe, one that cannot be told all unknown. None: unknown. */
export function foldAnswers(answers: readonly Answer[]): Answer {
  if (answers.includes('not-safe')) return 'not-safe';
  return answers.length === 0 || answers.includes('cannot-tell') ? 'cannot-tell' : 'safe';
}
