import { Injectable } from '@nestjs/common';
import type { Readiness } from '@cutover/contracts';
import { filter, groupBy, map, merge, mergeMap, throttleTime, type Observable } from 'rxjs';
import { Clock } from '../platform/clock.js';
import { ReadinessService } from './readiness.service.js';
import { TimelineService } from './timeline/timeline.service.js';
import { VerdictService } from './verdict.service.js';

/** A burst of judgements is looked at once in this time. */
const burstMs = 1_000;
/** Where only words and figures changed, it is sent at most so often: the page has those of the answer itself with every sample. */
const wordsEveryMs = 10_000;

/** What was sent last of a migration. */
interface Sent {
  outcomes: string;
  words: string;
  atMs: number;
}

/** Tells those who listen of a readiness that changed. */
@Injectable()
export class ReadinessNews {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly verdicts: VerdictService,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
  ) {}

  /** Every readiness that is news, from now on. What nobody receives is not even put together. */
  stream(hasListeners: (migration: string) => boolean): Observable<Readiness> {
    const sent = new Map<string, Sent>();
    return merge(this.verdicts.verdicts.pipe(map(({ judgement }) => judgement.migration)), this.timeline.changes).pipe(
      filter(hasListeners),
      groupBy((migration) => migration),
      mergeMap((burst) => burst.pipe(throttleTime(burstMs, undefined, { leading: true, trailing: true }))),
      map((migration) => this.readiness.current(migration)),
      filter((readiness) => this.isNews(readiness, sent)),
    );
  }

  private isNews(readiness: Readiness, sent: Map<string, Sent>): boolean {
    const last = sent.get(readiness.migration);
    const now = { outcomes: outcomesOf(readiness), words: wordsOf(readiness), atMs: this.clock.monotonicMs() };
    const isDue = last === undefined || now.outcomes !== last.outcomes || now.atMs - last.atMs >= wordsEveryMs;
    if (!isDue || (now.outcomes === last?.outcomes && now.words === last.words)) return false;
    sent.set(readiness.migration, now);
    return true;
  }
}

/** What makes it another one, without words and figures. */
function outcomesOf({ answer, checks, waivers, remaining, timeline }: Readiness): string {
  return JSON.stringify([
    answer,
    checks.map(({ check, outcome, findings }) => [check, outcome, findings.map(({ id }) => id)]),
    waivers.map(({ id }) => id),
    remaining.map(({ check, subject }) => [check, subject]),
    timeline[0]?.id,
  ]);
}

function wordsOf({ drain, remaining, checks }: Readiness): string {
  return JSON.stringify([
    drain.fits,
    remaining.map(({ what, action, statements }) => [what, action, statements]),
    checks.map(({ findings }) => findings.map(({ message }) => message)),
  ]);
}
