import { browserAddress } from './browser-address.js';

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['0.0.0.0', 'http://localhost:8080'],
  ['::', 'http://localhost:8080'],
])('%s opens as %s', (address, url) => {
  expect(browserAddress(address, 8080)).toBe(url);
});
