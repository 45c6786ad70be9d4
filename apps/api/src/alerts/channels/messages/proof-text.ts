import type { FreezeProofNews, FreezeProofState } from '@cutover/contracts';
import { asSentence } from '../../../failures/as-sentence.js';
import { instantText } from './instant-text.js';

const words: Readonly<Record<FreezeProofState, string>> = {
  running: 'UNDER WAY',
  passed: 'PASSED',
  failed: 'FAILED',
  unproven: 'NOT PROVED',
  cancelled: 'CANCELLED',
  interrupted: 'INTERRUPTED',
};

/** What became of a freeze proof, in the words of a first line. */
export function proofWord({ event, state }: FreezeProofNews): string {
  return `FREEZE PROOF ${event === 'broken' ? 'HOLDS NO MORE' : words[state]}`;
}

/** What became of a freeze proof, whose it was, and what to do. */
export function proofText(news: FreezeProofNews): string {
  const { greenLights, databases, startedBy, startedAt, endedAt, conclusion, nextStep } = news;
  const so =
    databases === null
      ? `${greenLights} of 7 lights green`
      : `${databases.proved} of ${databases.count} databases proved`;
  const until = endedAt === null ? '' : ` to ${instantText(endedAt)}`;
  return [
    `${proofWord(news)}, ${so}`,
    `  What: ${asSentence(conclusion)}`,
    `  From ${instantText(startedAt)}${until}, started by ${startedBy}.`,
    `  Do: ${asSentence(nextStep)}`,
  ].join('\n');
}
