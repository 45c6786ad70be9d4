import { aColumn, aDefinition } from '../../test/support/exact-column.js';
import { countedNote, definitionOfPart, isSamePart, partNotes, wholeTable } from './carried-part.js';

it('says which part of a table was compared, and nothing of a whole one', () => {
  expect(partNotes(wholeTable)).toEqual([]);
  const part = { ...wholeTable, carrier: 'the publication p', rows: '((id = 1))', leftOut: ['w'] };
  expect(partNotes(part)).toEqual([
    expect.stringContaining('the publication p carries only the rows of the source WHERE ((id = 1)), and every row'),
    expect.stringContaining('column w is not replicated and was not compared'),
  ]);
  expect(partNotes({ ...part, leftOut: ['w', 'x'] })[1]).toContain('columns w, x are not replicated');
  expect(partNotes({ ...part, rows: 'x'.repeat(400) })[0]).toContain(`${'x'.repeat(300)}…`);
  expect(partNotes({ ...wholeTable, sent: ['g'] })).toEqual([
    expect.stringContaining('Column g is computed on the source and an ordinary one on the target'),
  ]);
  expect([countedNote(wholeTable), countedNote(part)]).toEqual([null, expect.stringContaining('WHERE')]);
});

it('takes columns that are not carried from a definition, and the keys that need them', () => {
  const definition = aDefinition({
    columns: [aColumn('id', 'int'), aColumn('w', 'int')],
    uniqueKeys: [
      { index: 'PRIMARY', columns: ['id'] },
      { index: 'w', columns: ['id', 'w'] },
    ],
  });
  expect(definitionOfPart(definition, { leftOut: [], sent: [] })).toBe(definition);
  expect(definitionOfPart(definition, { leftOut: ['w'], sent: [] })).toMatchObject({
    columns: [{ name: 'id' }],
    notCarried: [{ name: 'w' }],
    uniqueKeys: [{ index: 'PRIMARY' }],
  });
});

it('takes a computed column that is sent for the ordinary one that it is to the target', () => {
  const stored = (name: string) => ({ ...aColumn(name, 'int'), generation: 'stored' as const });
  const definition = aDefinition({ columns: [aColumn('id', 'int'), stored('g'), stored('h')] });
  const { columns } = definitionOfPart(definition, { leftOut: [], sent: ['g', 'id'] });
  expect(columns.map(({ name, generation }) => `${name} ${generation}`)).toEqual(['id plain', 'g plain', 'h stored']);
});

it('is another part once anything about its publications was written anew', () => {
  expect(isSamePart(wholeTable, { ...wholeTable })).toBe(true);
  expect(isSamePart(wholeTable, { ...wholeTable, mark: '2' })).toBe(false);
});
