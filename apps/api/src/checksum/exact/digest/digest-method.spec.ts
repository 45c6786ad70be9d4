import { chooseDigest } from './digest-method.js';

const modern = { flavor: 'mariadb', versionNumber: 101106 } as const;
const old = { flavor: 'mariadb', versionNumber: 100700 } as const;
const mysql = { flavor: 'mysql', versionNumber: 80400 } as const;

describe('chooseDigest', () => {
  it('takes the product of two CRCs where both sides have CRC32C', () => {
    expect(chooseDigest(modern, { ...modern, versionNumber: 100800 }, true).name).toBe('BIT_XOR(CRC32*CRC32C)');
  });

  it('adds up where rows may be equal: two of a kind would cancel', () => {
    expect(chooseDigest(modern, modern, false).name).toBe('SUM(CRC32*CRC32C)');
  });

  it.each([
    ['an old source', old, modern],
    ['an old target', modern, old],
    ['MySQL', mysql, mysql],
  ])('falls back to SHA-1 for %s, and never uses two different ones', (_, source, target) => {
    expect(chooseDigest(source, target, true).name).toBe('SUM(SHA1/64)');
  });

  it('builds the row once for the product, from left to right', () => {
    expect(chooseDigest(modern, modern, true).many('R')).toBe(
      'BIT_XOR(CRC32(@cutover_row := R) * CRC32C(@cutover_row))',
    );
  });
});
