import type { MessageAlerts, Notification } from '@cutover/contracts';
import { answerWords } from './answer-words.js';
import { proofWord } from './proof-text.js';

/** Longer lines are cut by telephones and mail programs. */
const longest = 150;

/** The first line: the answer (or what became of a freeze proof), the migration, and the most important thing that happened. One line, whatever the alerts say. */
export function headlineOf(said: Omit<Notification, 'headline' | 'text'>): string {
  const parts = said.isTest
    ? ['TEST', 'Cutover reaches this channel']
    : said.freezeProof !== null
      ? [proofWord(said.freezeProof), said.migration ?? '', said.freezeProof.conclusion]
      : said.migration === null
        ? ['BACKUPS', whatOf(said)]
        : [
            said.verdict === null ? 'ANSWER NOT KNOWN YET' : answerWords[said.verdict.answer],
            said.migration ?? '',
            whatOf(said),
          ];
  const line = parts.join(' · ').replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function whatOf({ verdict, firing, stillFiring, resolved, events }: Omit<Notification, 'headline' | 'text'>): string {
  if (firing.count > 0) return counted(firing, '');
  if (verdict !== null && verdict.changedFrom !== null) return `was ${answerWords[verdict.changedFrom].toLowerCase()}`;
  if (stillFiring.count > 0) return counted(stillFiring, 'still ');
  if (resolved.count > 0) return `resolved: ${counted(resolved, '')}`;
  return events.alerts[0]?.message ?? '';
}

function counted({ count, alerts }: MessageAlerts, still: string): string {
  const [worst] = alerts;
  if (worst === undefined) return '';
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  // What is said of backups is said below the name of its server; here there is no other line.
  const what = worst.migration === null ? `${worst.subject}: ${worst.message}` : worst.message;
  return `${still}${worst.severity}: ${what}${more}`;
}
