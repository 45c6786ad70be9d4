import { filterNotes, filtersIn } from './filter-notes.js';

it('names the filters that are set, and nothing when there are none', () => {
  expect(filterNotes({ replicate_do_db: '', replicate_ignore_db: null })).toEqual([]);
  expect(filterNotes({ replicate_do_db: '', replicate_ignore_table: 'a.b' })).toEqual([
    expect.stringContaining('(replicate_ignore_table = a.b)'),
  ]);
});

it('finds the filters of MySQL beside its channels', () => {
  const channels = [
    { Channel_Name: 'a', Replicate_Do_DB: '', Replicate_Wild_Ignore_Table: 'shop.x%', Replicate_Rewrite_DB: '' },
    { Channel_Name: 'b', Replicate_Do_DB: 'shop', Replicate_Wild_Ignore_Table: 'shop.x%' },
  ];
  expect(filterNotes(filtersIn(channels))[0]).toContain(
    '(replicate_do_db = shop; replicate_wild_ignore_table = shop.x%)',
  );
  expect(filterNotes(filtersIn([]))).toEqual([]);
});
