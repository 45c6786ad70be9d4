import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeComparison } from '../oracle/judge-comparison.js';
import { at, plant, someOracle, someResult } from '../oracle/some-answers.js';
import { AnswerBook } from './answer-book.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cutover-soak-spec-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the answers', () => {
  it('are judged when the truth about their time is settled, each once, and kept in a file', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 10);
    const told: string[] = [];
    const book = new AnswerBook(folder, ({ kind }) => told.push(kind));
    // A lie: the row differs from second 10 on.
    const given = someResult('one', 'matched', 20, 21);
    const lie = {
      who: 'api',
      atMs: at(21),
      says: 'matched',
      given,
      judge: () => judgeComparison(oracle, 'api', given),
    };
    for (let asked = 0; asked < 3; asked += 1) book.add(lie, 'one|20|21');
    book.judgeSettled(at(50));
    expect(told).toEqual([]);
    book.judgeSettled(at(90));
    book.judgeAll();
    expect(told).toEqual(['false green']);
    expect(book.tally()).toEqual([['api: matched', 1]]);
    expect(readFileSync(join(folder, 'answers.jsonl'), 'utf8')).toContain('"verdict":"matched"');
  });
});
