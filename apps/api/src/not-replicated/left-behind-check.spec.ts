import type { NotReplicated } from '@cutover/contracts';
import { at, someEvidence } from '../../test/support/some-evidence.js';
import { leftBehindCheck, type LeftBehindWords } from './left-behind-check.js';
import { groupsOf } from './not-replicated.service.js';

const words: LeftBehindWords = {
  ...{ id: 'unlogged-tables', claim: 'None is', blocks: 'when-failed' },
  kinds: [
    {
      ...{ kind: 'collation', outcome: 'fail', severity: 'WARNING', action: 'Mend it.' },
      message: (names, isOne) => `${names} ${isOne ? 'is' : 'are'} bad`,
    },
  ],
};
const judge = (told: Partial<NotReplicated>, change: Partial<LeftBehindWords> = {}) =>
  leftBehindCheck({ ...words, ...change }).judge(
    someEvidence({ 'not-replicated': { groups: [], unknown: [], reason: null, measuredAt: at, ...told } }),
    0,
  );
const thing = (name: string, side: 'source' | 'target' = 'source', statements: string[] = []) => ({
  ...{ kind: 'collation' as const, side, name, table: null, note: null },
  statements: statements.map((sql) => ({ on: side, sql })),
});

it('names the first of many, and counts those that are not listed', () => {
  const many = Array.from({ length: 60 }, (_, n) => thing(`t${String(n).padStart(2, '0')}`));
  const { found } = judge({ groups: groupsOf(many) });
  expect(found[0]?.message).toBe('t00, t01 and 58 more are bad');
  expect(found[0]?.items).toHaveLength(51);
  expect(found[0]?.items?.at(-1)).toBe('10 more');
  expect(found[0]?.tables).toBeUndefined();
});

it('tells the sides apart where both have some', () => {
  const { found } = judge({ groups: groupsOf([thing('a'), thing('b', 'target')]) });
  expect(found.map(({ subject, message }) => [subject, message])).toEqual([
    ['source', 'a is bad'],
    ['target', 'b is bad'],
  ]);
});

it('gives a statement that mends several things once, after those of its own of each', () => {
  const { found } = judge({
    groups: groupsOf([thing('a', 'source', ['ADD a;', 'REFRESH;']), thing('b', 'source', ['ADD b;', 'REFRESH;'])]),
  });
  expect(found[0]?.statements?.map(({ sql }) => sql)).toEqual(['ADD a;', 'ADD b;', 'REFRESH;']);
});

it('is unknown for a kind that could not be told, and says nothing of the pair where no server tells it', () => {
  const unknown = [{ kind: 'collation' as const, reason: 'counted from version 18 on' }];
  expect(judge({ unknown })).toMatchObject({ rest: 'unknown', awaits: 'Unknown: counted from version 18 on.' });
  expect(judge({ unknown }, { isOptional: true })).toMatchObject({ notApplicable: 'counted from version 18 on' });
});
