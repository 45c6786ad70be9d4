import { carriedText, carriedValue, longestCarriedBytes, longValue } from './carried-value.js';

const digest = '0'.repeat(64);

it.each([null, '', 'plain', '#', '##', `#12:${digest}`, 'é'.repeat(longestCarriedBytes / 2)])(
  'carries a short value whole: %#',
  (text) => {
    const carried = carriedValue(text);
    expect(carried === null ? null : longValue(carried)).toBeNull();
    expect(carried === null ? null : carriedText(carried)).toBe(text);
  },
);

it('carries the length in bytes and the SHA-256 of a longer one, which no short one looks like', () => {
  const long = carriedValue(`${'é'.repeat(longestCarriedBytes / 2)}!`) ?? '';
  expect(longValue(long)).toEqual({ bytes: longestCarriedBytes + 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(carriedValue(long)).toBe(`#${long}`);
});
