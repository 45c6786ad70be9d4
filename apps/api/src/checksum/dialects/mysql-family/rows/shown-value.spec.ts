import { aColumn } from '../../../../../test/support/exact-column.js';
import { enumLabels, shownValue } from './shown-value.js';

describe('shownValue', () => {
  it.each([
    ['varchar', 'utf8mb4', 'C3A9', 'é'],
    ['varchar', 'latin1', 'E9', 'é'],
    ['varchar', 'utf16', '00E9', 'é'],
    ['varchar', 'utf8mb4', 'FF', '0xFF'],
    ['varchar', 'koi8r', 'C1', '0xC1'],
    ['varbinary', null, '00FF', '0x00FF'],
    ['bigint', null, '18446744073709551615', '18446744073709551615'],
    ['longblob', null, '#70000:abc', '(70000 bytes, SHA-256 abc)'],
    ['int', null, null, null],
  ])('shows %s in %s', (dataType, charset, value, shown) => {
    expect(shownValue(aColumn('c', dataType, { charset }), value)).toBe(shown);
  });

  it('shortens what is long, and says how long it is', () => {
    const text = shownValue(aColumn('c', 'text'), `${'61'.repeat(199)}F09F9880${'61'.repeat(4_096)}`);
    expect(text).toMatch(/^a{199}… \(4299 bytes, SHA-256 [0-9a-f]{64}\)$/);
  });

  it('shows an ENUM by its label', () => {
    const column = aColumn('c', 'enum', { columnType: "enum('a','it''s, b')" });
    expect(enumLabels(column.columnType)).toEqual(['a', "it's, b"]);
    expect([shownValue(column, '2'), shownValue(column, '0')]).toEqual(["it's, b", '']);
  });
});
