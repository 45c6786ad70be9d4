import {
  messageAlerts,
  visibleLine,
  visibleText,
  type Alert,
  type FreezeProof,
  type FreezeProofNews,
  type MessageAlerts,
  type Notification,
  type OverallVerdict,
} from '@cutover/contracts';
import { wholeAction } from '../../../evidence/suggest.js';
import type { News } from '../telling/decide-news.js';
import type { ProofNews } from '../telling/proof-news.js';
import { headlineOf } from './headline.js';
import { textOf } from './message-text.js';

/** More reasons than this are for the page. */
const namedReasons = 3;

/** Who is told, and where to look. */
export interface Addressing {
  id: string;
  channel: string;
  nowIso: string;
  /** `server.publicUrl`. */
  publicUrl: string | undefined;
}

/** What is known of the migration when the message is written. */
export interface Known {
  verdict: OverallVerdict | null;
  proof: FreezeProof | null;
}

/** The message of some news. */
export function compose(
  migration: string,
  news: News,
  { verdict, proof }: Known,
  { id, channel, nowIso, publicUrl }: Addressing,
): Notification {
  return withTexts({
    ...{ version: 1, id, channel, migration, isTest: false, createdAt: nowIso },
    verdict: verdict && {
      ...{ answer: verdict.answer, since: verdict.since, changedFrom: news.changedFrom },
      reasons: verdict.reasons.slice(0, namedReasons).map(({ message }) => message),
      nextStep: verdict.reasons[0] === undefined ? '' : wholeAction(verdict.reasons[0]),
    },
    freezeProof: news.proof && proof && proofOf(news.proof, proof),
    firing: listOf(news.began),
    stillFiring: listOf(news.still),
    resolved: listOf(news.ended),
    events: listOf(news.events),
    link: publicUrl === undefined ? null : publicUrl.replace(/\/+$/, '') + pathOf(migration, news),
  });
}

/** Of the page on which the reader can do something about it. */
function pathOf(migration: string, { proof }: News): string {
  const name = encodeURIComponent(migration);
  return proof === null ? `/m/${name}#alerts` : `/m/${name}/freeze-proof`;
}

/** A message may be read long after it was written: that a proof passed is no word on what holds by then. */
function proofOf({ id, event }: ProofNews, proof: FreezeProof): FreezeProofNews {
  const { state, standing, startedBy, startedAt, finishedAt, lights, conclusion, nextStep, group } = proof;
  const ofOne = group && `the database ${group.database} alone, one of ${group.count} of ${group.name}`;
  const hasPassed = state === 'passed' && event === 'ended' && standing !== 'withheld' && standing !== 'other-server';
  return {
    ...{ id, event, state, startedBy, startedAt, endedAt: finishedAt },
    greenLights: lights.filter((light) => light.state === 'green').length,
    conclusion: !hasPassed
      ? conclusion
      : ofOne === null
        ? 'All seven lights were green: nothing was lost if you switched then.'
        : `All seven lights were green for ${ofOne}. Of the others this says nothing.`,
    nextStep: hasPassed
      ? `Go by the ${group === null ? 'page of the freeze proof' : `freeze proof of all databases of ${group.name}`}: it says whether the proof still holds, and the one step to take now.`
      : nextStep,
  };
}

/** What the test button sends. */
export function composeTest({ id, channel, nowIso, publicUrl }: Addressing): Notification {
  const none = listOf([]);
  return withTexts({
    ...{ version: 1, id, channel, migration: null, isTest: true, createdAt: nowIso, verdict: null, freezeProof: null },
    ...{ firing: none, stillFiring: none, resolved: none, events: none, link: publicUrl ?? null },
  });
}

/** Both texts are read by people, whatever brings them: what turns text or hides it stands there by its code. */
function withTexts(said: Omit<Notification, 'headline' | 'text'>): Notification {
  const headline = visibleLine(headlineOf(said));
  return { ...said, headline, text: visibleText(textOf(headline, said)) };
}

function listOf(alerts: readonly Alert[]): MessageAlerts {
  return { count: alerts.length, alerts: alerts.slice(0, messageAlerts) };
}
