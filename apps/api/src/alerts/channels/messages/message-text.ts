import type { Alert, MessageAlerts, Notification } from '@cutover/contracts';
import { asSentence } from '../../../failures/as-sentence.js';
import { answerWords } from './answer-words.js';
import { instantText } from './instant-text.js';
import { proofText } from './proof-text.js';

type Said = Omit<Notification, 'headline' | 'text'>;

/** A name may hold line breaks, and must not write lines of ours. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Statements have lines of their own, which stand further in than ours. */
const further = (text: string): string => text.replace(/\n/g, '\n        ');

/** The whole message for people: what, since when, what to do, where to look. Lines end with \n. */
export function textOf(headline: string, said: Said): string {
  const blocks = said.isTest ? [testText] : [freezeProofText(said), verdictText(said), ...alertTexts(said)];
  const link = said.link === null ? [] : [said.link];
  return `${[headline, ...blocks.filter((block) => block !== ''), ...link].join('\n\n')}\n`;
}

const testText =
  'This is a test that somebody asked for. Nothing happened, and there is nothing to do: alerts of this Cutover arrive here.';

function freezeProofText({ freezeProof }: Said): string {
  return freezeProof === null ? '' : proofText(freezeProof);
}

function verdictText({ verdict }: Said): string {
  if (verdict === null) return '';
  const { answer, since, changedFrom, reasons, nextStep } = verdict;
  const was = changedFrom === null ? '' : ` (was ${answerWords[changedFrom]})`;
  const lines = [`${answerWords[answer]}${was} since ${instantText(since)}.`];
  lines.push(...reasons.map((reason) => `  Because: ${asSentence(oneLine(reason))}`));
  if (nextStep !== '') lines.push(`  Do: ${further(asSentence(nextStep))}`);
  return lines.join('\n');
}

function alertTexts({ firing, stillFiring, resolved, events }: Said): string[] {
  return [
    ...listText('FIRING', firing, firingText),
    ...listText('STILL FIRING', stillFiring, firingText),
    ...listText('RESOLVED', resolved, resolvedText),
    ...listText('HAPPENED', events, eventText),
  ];
}

function listText(title: string, { count, alerts }: MessageAlerts, one: (alert: Alert) => string): string[] {
  if (count === 0) return [];
  const rest = count - alerts.length;
  return [`${title} (${count})`, ...alerts.map(one), ...(rest > 0 ? [`… and ${rest} more: see the page.`] : [])];
}

function firingText({ severity, subject, message, action, activeAt }: Alert): string {
  return [
    `${severity} · ${oneLine(subject)}`,
    `  What: ${asSentence(oneLine(message))}`,
    `  Since: ${instantText(activeAt)}`,
    `  Do: ${further(asSentence(action))}`,
  ].join('\n');
}

function resolvedText({ subject, message, activeAt, resolvedAt }: Alert): string {
  const until = resolvedAt === null ? 'when is not known' : instantText(resolvedAt);
  return [
    oneLine(subject),
    `  Was: ${asSentence(oneLine(message))}`,
    `  From ${instantText(activeAt)} to ${until}.`,
  ].join('\n');
}

function eventText({ subject, message, activeAt }: Alert): string {
  return `${oneLine(subject)}: ${asSentence(oneLine(message))} ${instantText(activeAt)}`;
}
