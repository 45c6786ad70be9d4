import type { FactsReading } from './consistency-verdict.js';
import { factsAtPosition } from './facts-at-position.js';

const reading = (rows: string): FactsReading => ({
  facts: { rows, smallestKey: '1', largestKey: '9', autoIncrement: null, columns: ['id int4'] },
  definition: { columns: [] },
  isKeyAutoIncrement: false,
});
const ends = { smallestKey: null, largestKey: null };

it('counts the rows that came and went between the snapshot of the source and the position', () => {
  const both = { source: reading('10'), target: reading('11') };
  const seen = factsAtPosition(both, { changes: 3, added: 1n }, true);
  expect(seen).toMatchObject({
    source: { facts: { rows: '11', ...ends } },
    target: { facts: { rows: '11', ...ends } },
  });
});

it('does not know the ends of the key after any change, and knows them after none', () => {
  const both = { source: reading('10'), target: reading('10') };
  expect(factsAtPosition(both, { changes: 1, added: 0n }, true).source?.facts).toMatchObject({ rows: '10', ...ends });
  expect(factsAtPosition(both, { changes: 0, added: 0n }, true)).toEqual(both);
});

it('leaves a number of rows alone that was verified, and not counted', () => {
  const both = { source: reading('11'), target: reading('11') };
  expect(factsAtPosition(both, { changes: 1, added: 1n }, false).source?.facts.rows).toBe('11');
});

it('says nothing of a table that is not there', () =>
  expect(factsAtPosition({ source: null, target: null }, { changes: 1, added: 1n }, true)).toEqual({
    source: null,
    target: null,
  }));
