import { wholeTable } from '../../../carried-part.js';
import { publishedPart, type PublishedTable } from './published-part.js';
import type { PublicationRow } from './statements.js';

const one: PublicationRow = {
  ...{ publication: 'a', place: 'itself', isViaRoot: false, isOfAllChanges: true },
  ...{ filter: null, leftOut: null, sent: null, mark: '1' },
};
const other: PublicationRow = { ...one, publication: 'b', mark: '2' };
const table: PublishedTable = {
  ...{ isPartitioned: false, hasChildren: false },
  subscriptions: [{ subscription: 's', publications: ['a', 'b'] }],
};
const [filter, columns] = ['(id = 1)', '[{"name":"w","isComputed":false}]'];
const part = (rows: PublicationRow[], changes: Partial<PublishedTable> = {}): ReturnType<typeof publishedPart> =>
  publishedPart(rows, { ...table, ...changes });

it('is the whole table where nobody leaves out anything, and where nobody publishes it', () => {
  expect(part([])).toMatchObject({ rows: null, leftOut: [] });
  expect(part([one, other])).toEqual({ ...wholeTable, carrier: 'the publications a, b', mark: '1, 2' });
});

it('leaves out rows of tables that inherit from it', () =>
  expect(part([one], { hasChildren: true })).toMatchObject({ rows: null, isOnly: true }));

it('joins filters by OR, each in parentheses, and one publication without a filter carries all rows', () => {
  expect(part([{ ...one, filter }])).toMatchObject({ rows: '((id = 1))', carrier: 'the publication a' });
  const both = [
    { ...one, filter },
    { ...other, filter: 'id = 2' },
  ];
  expect(part(both)).toMatchObject({ rows: '(((id = 1)) OR (id = 2))' });
  expect(part([{ ...one, filter }, other])).toMatchObject({ rows: null });
});

it('leaves out columns that can be carried and are not; computed ones with them alone', () => {
  expect(part([{ ...one, leftOut: columns }])).toMatchObject({ leftOut: ['w'] });
  const computed = '{"name":"sum","isComputed":true}';
  expect(part([{ ...one, leftOut: `[${computed}]` }])).toMatchObject({ leftOut: [] });
  expect(part([{ ...one, leftOut: `[${computed},{"name":"w","isComputed":false}]` }])).toMatchObject({
    leftOut: ['sum', 'w'],
  });
});

it('sends the computed columns that all its publications send', () => {
  expect(part([{ ...one, sent: '["g","h"]' }])).toMatchObject({ sent: ['g', 'h'], leftOut: [] });
  expect(
    part([
      { ...one, sent: '["g","h"]' },
      { ...other, sent: '["h"]' },
    ]),
  ).toMatchObject({ sent: ['h'] });
  expect(part([{ ...one, sent: '["g"]' }, other])).toMatchObject({ sent: [] });
});

it.each<[string, PublicationRow[], Partial<PublishedTable>, string]>([
  [
    'two subscriptions read publications of it',
    [{ ...one, filter }, other],
    {
      subscriptions: [
        { subscription: 's', publications: ['a'] },
        { subscription: 't', publications: ['b'] },
      ],
    },
    'the subscriptions s and t both read',
  ],
  ['a partition has a filter', [{ ...one, filter, place: 'below' }], {}, 'partitions are'],
  ['the table above has a filter', [{ ...one, filter, place: 'above' }], {}, 'partitions are'],
  [
    'a partitioned table is published in two ways',
    [{ ...one, filter, isViaRoot: true }, other],
    { isPartitioned: true },
    'publish_via_partition_root',
  ],
  ['a filter is not of all changes', [{ ...one, filter, isOfAllChanges: false }], {}, 'INSERT, UPDATE and DELETE'],
  [
    'another publication carries more of some changes',
    [
      { ...one, filter },
      { ...other, isOfAllChanges: false },
    ],
    {},
    'INSERT, UPDATE and DELETE',
  ],
  ['tables inherit from a filtered one', [{ ...one, filter }], { hasChildren: true }, 'inherit'],
  ['lists of columns differ', [{ ...one, leftOut: columns }, other], {}, 'different column lists'],
])('is not compared where %s', (_, rows, changes, reason) => {
  expect(part(rows, changes)).toEqual({ obstacle: expect.stringContaining(reason) });
});
