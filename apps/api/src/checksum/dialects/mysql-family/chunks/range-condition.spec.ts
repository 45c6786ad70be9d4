import { aColumn } from '../../../../../test/support/exact-column.js';
import { wholeRange } from '../../../comparison/chunks/key-range.js';
import { keyCondition, rangeCondition } from './range-condition.js';

const id = [aColumn('id', 'bigint')];
const three = [aColumn('a', 'int'), aColumn('b', 'varchar'), aColumn('c', 'date')];

describe('rangeCondition', () => {
  it('is empty for the whole table', () => {
    expect(rangeCondition(id, wholeRange)).toBe('');
  });

  it('excludes its beginning and includes its end, without losing a digit', () => {
    const range = { after: ['-9223372036854775808'], upTo: ['18446744073709551615'] };
    expect(rangeCondition(id, range)).toBe('`id` BETWEEN -9223372036854775807 AND 18446744073709551615');
  });

  it('is open at either end', () => {
    expect(rangeCondition(id, { after: null, upTo: ['5'] })).toBe('`id` <= 5');
    expect(rangeCondition(id, { after: ['5'], upTo: null })).toBe('`id` > 5');
  });

  it('writes composite keys out, with a bound on the first column for the optimizer', () => {
    expect(rangeCondition(three, { after: ['1', '78', '2020-01-01'], upTo: null })).toBe(
      "`a` >= 1 AND (`a` > 1 OR (`a` = 1 AND (`b` > _utf8mb4 X'78' OR (`b` = _utf8mb4 X'78' AND `c` > '2020-01-01'))))",
    );
    expect(rangeCondition(three, { after: null, upTo: ['1', '', '0000-00-00'] })).toBe(
      "`a` <= 1 AND (`a` < 1 OR (`a` = 1 AND (`b` < _utf8mb4 X'' OR (`b` = _utf8mb4 X'' AND `c` <= '0000-00-00'))))",
    );
  });

  it('leaves single rows out', () => {
    const without = [['7'], ['9']];
    expect(rangeCondition(id, { after: null, upTo: ['9'], without })).toBe(
      '`id` <= 9 AND NOT (`id` = 7) AND NOT (`id` = 9)',
    );
    expect(rangeCondition(id, { ...wholeRange, without: [] })).toBe('');
  });

  it('refuses a bound that is shorter than the key', () => {
    expect(() => rangeCondition(three, { after: ['1'], upTo: null })).toThrow('each column');
  });
});

it('keyCondition names one row', () => {
  expect(keyCondition(three, ['1', '78', '2020-01-01'])).toBe(
    "`a` = 1 AND `b` = _utf8mb4 X'78' AND `c` = '2020-01-01'",
  );
});
