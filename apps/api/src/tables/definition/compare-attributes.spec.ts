import { aColumn, aDefinition } from '../../../test/support/exact-column.js';
import { attributeDifferences } from './compare-attributes.js';

const withDefault = (defaultValue: string | null) =>
  aDefinition({ columns: [aColumn('b', 'binary', { defaultValue })] });

it.each<[string, string | null, string | null]>([
  ['text', "'a\\0\\0'", "x'610000'"],
  ['a quote and a backslash', "'''\\\\'", "x'275c'"],
  ['a byte that is no text, which one side does not tell', "'?\\0'", "x'ff00'"],
])('bytes that versions print in two ways are one default: %s', (_, older, newer) => {
  expect(attributeDifferences(withDefault(older), withDefault(newer))).toEqual([]);
});

it.each<[string | null, string | null]>([
  ["'a\\0\\0'", "x'620000'"],
  ["x'ff'", "x'fe'"],
  [null, "x''"],
])('the bytes %s and %s are two defaults', (source, target) => {
  expect(attributeDifferences(withDefault(source), withDefault(target))).toHaveLength(1);
});

it('says what is system-versioned on one side', () => {
  expect(attributeDifferences(aDefinition({ isSystemVersioned: true }), aDefinition())).toEqual([
    'the table is system-versioned on the source only',
  ]);
});

it('leaves columns that one side alone has, and computed ones, to the shapes', () => {
  const source = aDefinition({ columns: [aColumn('id', 'int'), aColumn('v', 'int', { generation: 'virtual' })] });
  const target = aDefinition({
    columns: [aColumn('v', 'int', { generation: 'virtual', defaultValue: '1' }), aColumn('x', 'int')],
  });
  expect(attributeDifferences(source, target)).toEqual([]);
});
