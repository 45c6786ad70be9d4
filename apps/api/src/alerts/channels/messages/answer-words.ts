import type { Answer } from '../telling/settled-answer.js';

/** As a message says it first: read on a locked telephone at night. */
export const answerWords: Record<Answer, string> = {
  safe: 'SAFE',
  'not-safe': 'NOT SAFE',
  'cannot-tell': 'CANNOT TELL',
};
