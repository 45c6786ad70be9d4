import { setTimeout as pause } from 'node:timers/promises';
import { AnswerBook } from './answers/answer-book.js';
import { askApi } from './answers/ask-api.js';
import { runVerify } from './answers/run-verify.js';
import { calmDown } from './calm.js';
import { faultText } from './report/fault-text.js';
import type { SoakEngine, Stage } from './stage/stage.js';

const calmEverySeconds = [60, 150] as const;
const tellEveryMs = 60_000;

export interface SoakOptions {
  readonly root: string;
  readonly minutes: number;
  /** Names of the actions to do; null: all of the engine. */
  readonly only: readonly string[] | null;
  readonly logFolder: string;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Does one thing after the other, at random, while the product is asked and asked again. Resolves with all that it said. */
export async function runSoak<S extends Stage>(
  stage: S,
  engine: SoakEngine<S>,
  options: SoakOptions,
): Promise<AnswerBook> {
  const { minutes, tell } = options;
  const book = new AnswerBook(options.logFolder, (fault) => tell(`\n${faultText(fault, stage.journal)}\n`));
  const end = new AbortController();
  options.signal.addEventListener('abort', () => end.abort(), { once: true });
  const timer = setTimeout(() => end.abort(), minutes * 60_000);
  const random = stage.random.fork();
  const asking = Promise.all([
    askApi(stage, book, end.signal),
    runVerify(stage, book, { ...options, random, signal: end.signal }),
  ]);
  try {
    await act(stage, withOnly(engine, options.only), { book, tell, signal: end.signal });
  } finally {
    clearTimeout(timer);
    end.abort();
    await asking;
  }
  book.judgeAll();
  return book;
}

/** The engine with these actions alone. Throws where one has no such name: nothing would be done. */
function withOnly<S extends Stage>(engine: SoakEngine<S>, only: readonly string[] | null): SoakEngine<S> {
  if (only === null) return engine;
  const unknown = only.filter((name) => engine.actions.every((action) => action.name !== name));
  if (unknown.length > 0)
    throw new Error(`No action ${unknown.join(', ')}: there are ${engine.actions.map(({ name }) => name).join(', ')}`);
  return { ...engine, actions: engine.actions.filter(({ name }) => only.includes(name)) };
}

async function act<S extends Stage>(
  stage: S,
  engine: SoakEngine<S>,
  { book, tell, signal }: { book: AnswerBook; tell: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const startedMs = Date.now();
  let toldMs = startedMs;
  let calmMs = startedMs + 1000 * stage.random.between(...calmEverySeconds);
  while (!signal.aborted) {
    for (const name of await stage.undos.undoDue(Date.now())) stage.journal.note('undo', name, Date.now());
    await stage.confirmations.look();
    if (Date.now() > calmMs) {
      for (const fault of await calmDown(stage, engine)) book.addFault(fault);
      calmMs = Date.now() + 1000 * stage.random.between(...calmEverySeconds);
    }
    await actOnce(stage, engine);
    book.judgeSettled(Date.now());
    if (Date.now() - toldMs > tellEveryMs) {
      toldMs = Date.now();
      const said = `${stage.journal.entries.length} actions, ${book.faults.length} faults`;
      tell(`${((toldMs - startedMs) / 60_000).toFixed(0)} min: ${said}`);
    }
    await pause(stage.random.between(100, 2500));
  }
}

async function actOnce<S extends Stage>(stage: S, { actions }: SoakEngine<S>): Promise<void> {
  const action = stage.random.pickByWeight(actions);
  const startedMs = Date.now();
  try {
    const done = await action.run(stage);
    if (done !== null) stage.journal.note(action.name, done, startedMs);
  } catch (error) {
    stage.load.resume();
    stage.journal.note(`${action.name} failed`, error instanceof Error ? error.message : String(error), startedMs);
  }
}
