import type { Answer } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** The three answers. */
export const answerLook: Record<Answer, Look> = {
  safe: { word: 'Safe to cut over', tone: 'good' },
  'not-safe': { word: 'Not safe', tone: 'critical' },
  'cannot-tell': { word: 'Cannot tell', tone: 'unknown' },
};
