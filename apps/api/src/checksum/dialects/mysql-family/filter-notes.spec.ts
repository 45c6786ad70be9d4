import { filterNotes } from './filter-notes.js';

it('names the filters that are set, and nothing when there are none', () => {
  expect(filterNotes({ replicate_do_db: '', replicate_ignore_db: null })).toEqual([]);
  expect(filterNotes({ replicate_do_db: '', replicate_ignore_table: 'a.b' })).toEqual([
    expect.stringContaining('(replicate_ignore_table = a.b)'),
  ]);
});
