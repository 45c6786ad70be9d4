import { aColumn, aPlan } from '../../../../../test/support/exact-column.js';
import { keyColumnsOf } from '../../../comparison/table-plan.js';
import { keyLiteral, keySelections, readKey } from './key-column.js';

describe('keyLiteral', () => {
  it.each([
    ['bigint', '18446744073709551615', '18446744073709551615'],
    ['decimal', '-0.500', '-0.500'],
    ['double', '0.1', '0.1e0'],
    ['double', '1e100', '1e100'],
    ['double', '-0', '(-1 * 0e0)'],
    ['bit', '5', '5'],
    ['enum', '2', '2'],
    ['time', '-838:59:59.000', "'-838:59:59.000'"],
    ['inet6', '::ffff:1.2.3.4', "'::ffff:1.2.3.4'"],
    ['binary', '00FF', "X'00FF'"],
    ['varchar', 'C3A9', "_utf8mb4 X'C3A9'"],
  ])('writes %s %s exactly', (dataType, value, literal) => {
    expect(keyLiteral(aColumn('x', dataType), value)).toBe(literal);
  });

  it.each([
    ['bigint', '1 OR 1=1'],
    ['bigint', ''],
    ['double', 'x'],
    ['enum', '-1'],
    ['date', "2020' OR '1"],
    ['varchar', "C3'"],
    ['varchar', 'C'],
  ])('refuses what is no value of %s: %s', (dataType, value) => {
    expect(() => keyLiteral(aColumn('x', dataType), value)).toThrow(/^Not /);
  });
});

it('reads the key that it selected', () => {
  const columns = [aColumn('a', 'int'), aColumn('b', 'varchar')];
  expect(keySelections(columns)).toBe('CAST(`a` AS CHAR) AS k0, HEX(`b`) AS k1');
  expect(readKey({ k0: '7', k1: '78', digest: 'x' }, columns)).toEqual(['7', '78']);
});

it('says when a key names a column that is not there, or there is no key', () => {
  expect(() => keyColumnsOf(aPlan([aColumn('a', 'int')], ['gone']))).toThrow('gone');
  expect(() => keyColumnsOf(aPlan([aColumn('a', 'int')], null))).toThrow('no key');
});
