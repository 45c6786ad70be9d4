import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, plant, someAlert, someOracle, someResult, someVerdict } from '../oracle/some-answers.js';
import type { Stage } from '../stage/stage.js';
import { AnswerBook } from './answer-book.js';
import { askApi } from './ask-api.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cutover-soak-spec-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Asks an API that answers so, once, of a pair in which row 7 of `one` has differed for long. */
async function faultsOf(answers: Record<string, unknown>): Promise<string[]> {
  const oracle = someOracle();
  plant(oracle.truth, 'one', 10);
  const end = new AbortController();
  const ask = async (path: string): Promise<unknown> => {
    if (path.startsWith('/api/alerts')) end.abort();
    return Object.entries(answers).find(([part]) => path.includes(part))?.[1] ?? null;
  };
  const book = new AnswerBook(folder, () => undefined);
  await askApi({ oracle, api: { isUp: true, ask } } as unknown as Stage, book, end.signal);
  book.judgeAll();
  return book.faults.map(({ kind, who }) => `${kind} of ${who}`);
}

describe('an API that lies', () => {
  it('is found out in its results, its alerts and its verdict', async () => {
    const results = [someResult('one', 'matched', 20, 21), someResult('two', 'diverged', 20, 21)];
    expect(await faultsOf({ '/checksums?': { results, activeRunId: null } })).toEqual([
      'false green of api checksums',
      'false alarm of api checksums',
    ]);
    expect(
      await faultsOf({ '/api/alerts': { alerts: [someAlert('one', 20, 30), someAlert('two', 20, null)] } }),
    ).toEqual(['false green of api alerts', 'false alarm of api alerts']);
    const since = (Date.now() - at(0)) / 1000 - 5;
    expect(await faultsOf({ 'migrations/soak': someVerdict('safe', since) })).toEqual(['false green of api verdict']);
  });

  it('is not accused when it tells the truth', async () => {
    const results = [someResult('one', 'diverged', 20, 21), someResult('two', 'matched', 20, 21)];
    expect(await faultsOf({ '/checksums?': { results, activeRunId: null } })).toEqual([]);
    expect(await faultsOf({ '/api/alerts': { alerts: [someAlert('one', 20, null)] } })).toEqual([]);
  });
});
