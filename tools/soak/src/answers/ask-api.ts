import { setTimeout as pause } from 'node:timers/promises';
import type { AlertPage, ChecksumList, ChecksumRun, ConsistencyList, MigrationDetail } from '@cutover/contracts';
import { judgeAlert } from '../oracle/judge-alert.js';
import { judgeComparison, judgeCounts } from '../oracle/judge-comparison.js';
import { judgeRun } from '../oracle/judge-run.js';
import { judgeVerdict } from '../oracle/judge-verdict.js';
import { migration } from '../stage/migration.js';
import type { Stage } from '../stage/stage.js';
import type { AnswerBook } from './answer-book.js';

const askEveryMs = 1000;
const base = `/api/migrations/${migration}`;

/** Asks the API for all that it says of the pair, every second, until the signal. */
export async function askApi(stage: Stage, book: AnswerBook, signal: AbortSignal): Promise<void> {
  const runs = new Set<string>();
  while (!signal.aborted) {
    if (stage.api.isUp) {
      await askVerdict(stage, book);
      const active = await askResults(stage, book);
      if (active !== null) runs.add(active);
      await askRuns(stage, book, runs);
      await askAlerts(stage, book);
    }
    await pause(askEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function askVerdict({ api, oracle }: Stage, book: AnswerBook): Promise<void> {
  const who = 'api verdict';
  const askedMs = Date.now();
  const detail = await api.ask<MigrationDetail>(base);
  if (detail === null) return;
  const judge = () => judgeVerdict(oracle, who, { askedMs, detail });
  book.add({ who, atMs: askedMs, says: detail.verdict.answer, given: detail.verdict, judge });
}

async function askResults({ api, oracle }: Stage, book: AnswerBook): Promise<string | null> {
  const checksums = await api.ask<ChecksumList>(`${base}/checksums?limit=1000`);
  for (const given of checksums?.results ?? []) {
    const who = 'api checksums';
    const judge = () => judgeComparison(oracle, who, given);
    const identity = [who, given.table, given.startedAt, given.finishedAt, given.verdict].join('|');
    book.add({ who, atMs: Date.parse(given.finishedAt), says: given.verdict, given, judge }, identity);
  }
  const counts = await api.ask<ConsistencyList>(`${base}/consistency`);
  for (const given of counts?.results ?? []) {
    const who = 'api consistency';
    const judge = () => judgeCounts(oracle, who, given);
    const identity = [who, given.table, given.checkedAt, given.verdict].join('|');
    book.add({ who, atMs: Date.parse(given.checkedAt), says: given.verdict, given, judge }, identity);
  }
  return checksums?.activeRunId ?? null;
}

/** The runs that go on, and what has become of those that did. */
async function askRuns({ api, oracle }: Stage, book: AnswerBook, ids: Set<string>): Promise<void> {
  const who = 'api runs';
  for (const id of ids) {
    const askedMs = Date.now();
    const given = await api.ask<ChecksumRun>(`${base}/checksums/runs/${id}`);
    if (given === null) continue;
    if (given.finishedAt !== null) ids.delete(id);
    const judge = () => judgeRun(oracle, who, given, askedMs);
    // One that goes on is judged each time, so that one that never ends is seen.
    const identity = given.finishedAt === null ? `${id}|${askedMs}` : id;
    const says = given.finishedAt === null ? 'goes on' : given.state;
    book.add({ who, atMs: askedMs, says, given: { ...given, results: given.results.length }, judge }, identity);
  }
}

async function askAlerts({ api, oracle }: Stage, book: AnswerBook): Promise<void> {
  const who = 'api alerts';
  const askedMs = Date.now();
  const page = await api.ask<AlertPage>('/api/alerts?state=all&limit=50');
  for (const given of page?.alerts ?? []) {
    const judge = () => judgeAlert(oracle, who, given, askedMs);
    const identity = [given.id, given.state, given.activeAt, given.resolvedAt].join('|');
    book.add({ who, atMs: askedMs, says: `${given.type} ${given.state}`, given, judge }, identity);
  }
}
