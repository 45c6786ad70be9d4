import { chooseDigest } from './digest-method.js';

const modern = { flavor: 'mariadb', versionNumber: 101106 } as const;
const old = { flavor: 'mariadb', versionNumber: 100700 } as const;
const mysql = { flavor: 'mysql', versionNumber: 80400 } as const;

describe('chooseDigest', () => {
  it('takes the product of two CRCs where both sides have CRC32C', () => {
    expect(chooseDigest(modern, { ...modern, versionNumber: 100800 }, true).name).toBe('BIT_XOR(CRC32*CRC32C)');
  });

  it('adds up where rows may be equal: two of a kind would cancel', () => {
    expect(chooseDigest(modern, modern, false).name).toBe('SUM(CRC32*MOD(CRC32C))');
  });

  it.each([
    ['SHA-1 for an old source', old, modern, 'SUM(SHA1/64)'],
    ['SHA-1 for an old target', modern, old, 'SUM(SHA1/64)'],
    ['SHA-2 for MySQL, which has no SHA-1 any more', mysql, mysql, 'SUM(SHA2/64)'],
  ])('falls back to %s, and never uses two different ones', (_, source, target, name) => {
    expect(chooseDigest(source, target, true).name).toBe(name);
  });

  it('builds the row once for the product, from left to right', () => {
    expect(chooseDigest(modern, modern, true).many('R')).toBe(
      'BIT_XOR(CRC32(@cutover_row := R) * CRC32C(@cutover_row))',
    );
  });

  it('reduces one factor before the products are added up', () => {
    expect(chooseDigest(modern, modern, false).many('R')).toBe(
      'SUM(CRC32(@cutover_row := R) * (CRC32C(@cutover_row) % 99999989))',
    );
  });
});
