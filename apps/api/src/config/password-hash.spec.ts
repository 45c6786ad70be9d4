import { formatPasswordHash, parsePasswordHash } from './password-hash.js';

const salt = 'a'.repeat(22);
const hash = 'b'.repeat(43);

describe('parsePasswordHash', () => {
  it('reads what formatPasswordHash writes', () => {
    const text = `scrypt$1024$8$1$${salt}$${hash}`;
    const parsed = parsePasswordHash(text);
    expect(parsed).toMatchObject({ cost: 1024, blockSize: 8, parallelization: 1 });
    expect(parsed && parsePasswordHash(formatPasswordHash(parsed))).toEqual(parsed);
  });

  it.each([
    ['a plain password', 'hunter2'],
    ['a cost that is no power of two', `scrypt$1000$8$1$${salt}$${hash}`],
    ['more memory than a login may take', `scrypt$1048576$8$1$${salt}$${hash}`],
    ['more rounds than a login may take', `scrypt$1024$8$17$${salt}$${hash}`],
    ['no block size', `scrypt$1024$0$1$${salt}$${hash}`],
    ['a short salt', `scrypt$1024$8$1$abc$${hash}`],
  ])('refuses %s', (_, text) => {
    expect(parsePasswordHash(text)).toBeNull();
  });
});
