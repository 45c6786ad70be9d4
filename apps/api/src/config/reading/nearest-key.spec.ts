import { nearestKey, suggestion } from './nearest-key.js';

describe('nearestKey', () => {
  it.each([
    ['prot', 'port'],
    ['hots', 'host'],
    ['pasword', 'password'],
    ['password_file', 'passwordFile'],
    ['user', 'username'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearestKey(written, ['host', 'port', 'username', 'password', 'passwordFile'])).toBe(meant);
  });

  it('finds nothing where nothing is near', () => {
    expect(nearestKey('zebra', ['host', 'port'])).toBeNull();
    expect(suggestion('zebra', ['host', 'port'])).toBe('; known keys here: host, port');
    expect(suggestion('zebra', [])).toBe('');
  });
});
