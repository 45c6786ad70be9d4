import { expect, it } from 'vitest';
import { listedMigrations, shownGroup } from './shown-group.js';

const part = (name: string, database: string) => ({ name: `${name}.${database}`, group: { name, database } });

it('puts the databases of one migration together, at the place of the first', () => {
  const alone = { name: 'other', group: null };
  const listed = listedMigrations([part('shop', 'a'), alone, part('shop', 'b'), part('crm', 'a')]);
  expect(listed.map(({ name }) => name)).toEqual(['shop', 'other', 'crm']);
  expect(listed[0]).toMatchObject({ isGroup: true, parts: [{ name: 'shop.a' }, { name: 'shop.b' }] });
  expect(listed[1]).toMatchObject({ isGroup: false, detail: alone });
});

it.each([
  [['safe', 'safe'], 'safe', '2 of 2 databases are safe'],
  [['safe', 'not-safe', 'cannot-tell'], 'not-safe', '1 of 3 databases are safe, 1 not safe, 1 cannot be told'],
  [['safe', undefined], 'cannot-tell', '1 of 2 databases are safe, 1 cannot be told'],
  [['safe'], 'safe', '1 of 1 database is safe'],
  [[], 'cannot-tell', '0 of 0 databases are safe'],
] as const)('of %j says %s', (answers, answer, summary) => {
  const verdicts = answers.map((each) => (each === undefined ? undefined : { answer: each }));
  expect(shownGroup(verdicts)).toEqual({ answer, summary });
});
