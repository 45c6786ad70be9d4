import { hostsOverlap, mayComeFirst, userAndHost } from './account-hosts.js';

it.each([
  ['%', '127.0.0.1', true],
  ['10.0.0.%', '10.0.0.5', true],
  ['10.0.0.%', '10.0.1.5', false],
  ['10.0.0.%', '10.%.5', true],
  ['10.0.0._', '10.0.0.55', false],
  ['10.0.0._', '10.0.0.5', true],
  ['%.app.example', 'web%', true],
  ['%.app.example', 'web.other', false],
  ['localhost', '127.0.0.1', true],
  ['localhost', '127.0.0.%', true],
  ['localhost', '10.0.0.5', false],
  ['10.0.0.5', '10.0.0.6', false],
  ['web.example', '10.0.0.5', true],
  ['10.0.0.0/255.0.0.0', '10.0.0.5', true],
])('one client may fit %s and %s: %s', (one, other, overlap) => {
  expect(hostsOverlap(one, other)).toBe(overlap);
  expect(hostsOverlap(other, one)).toBe(overlap);
});

it('knows which of two the server may look at first', () => {
  expect(mayComeFirst('127.0.0.1', '%')).toBe(true);
  expect(mayComeFirst('%', '127.0.0.1')).toBe(false);
  expect(mayComeFirst('10.0.%', '10.%')).toBe(true);
  expect(mayComeFirst('10.0.0.5', 'web.example')).toBe(true);
});

it('takes an empty host for every host', () => {
  expect(userAndHost('a@b@')).toEqual({ user: 'a@b', host: '%' });
});
