import type { Alert } from '@cutover/contracts';
import type { ProofNews } from './proof-news.js';
import type { Answer } from './settled-answer.js';

/** What a channel was told of a migration. Kept over a restart, so that nothing is told twice and every end is told. */
export interface Told {
  /** Alerts that were told and whose end was not, by id, each as it was told, or as it ended. */
  alerts: Readonly<Record<string, Alert>>;
  /** The answer that was told last; the first one is only noted. null: none settled yet. */
  answer: Answer | null;
  /** What was told last of a freeze proof; null: nothing. Absent: not noted yet, so that one of long ago is not told. */
  proof?: ProofNews | null;
  /** Wall ms of the last message about alerts that fire; null: none was sent. */
  remindedAtMs: number | null;
}

export const nothingTold: Told = { alerts: {}, answer: null, remindedAtMs: null };
