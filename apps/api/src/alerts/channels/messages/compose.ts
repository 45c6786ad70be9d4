import {
  messageAlerts,
  visibleLine,
  visibleText,
  type Alert,
  type FreezeProofNews,
  type MessageAlerts,
  type Notification,
  type OverallVerdict,
} from '@cutover/contracts';
import { wholeAction } from '../../../evidence/suggest.js';
import type { News } from '../telling/decide-news.js';
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
  /** What is said of the freeze proof, where the news is of it. */
  proof: FreezeProofNews | null;
}

/** The message of some news of a migration, or of backups (null). */
export function compose(
  migration: string | null,
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
    freezeProof: news.proof && proof,
    firing: listOf(news.began),
    stillFiring: listOf(news.still),
    resolved: listOf(news.ended),
    events: listOf(news.events),
    link: publicUrl === undefined ? null : publicUrl.replace(/\/+$/, '') + pathOf(migration, news.proof && proof),
  });
}

/** Of the page on which the reader can do something about it. */
function pathOf(migration: string | null, proof: FreezeProofNews | null): string {
  if (migration === null) return '/backups#alerts';
  // That of all databases stands in the list of migrations.
  if (proof?.databases != null) return '/';
  const name = encodeURIComponent(migration);
  return proof === null ? `/m/${name}#alerts` : `/m/${name}/freeze-proof`;
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
