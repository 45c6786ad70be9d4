import { faultWords, isPassing, SilentServerError } from './s3-fault.js';

const told = (name: string, httpStatusCode?: number, more: object = {}) =>
  Object.assign(new Error('words of a server'), { name, $metadata: { httpStatusCode }, ...more });

it.each([
  [told('InvalidAccessKeyId', 403), 'the server does not know the access key (InvalidAccessKeyId)'],
  [told('Error', undefined, { code: 'ECONNREFUSED' }), 'nothing listens there (ECONNREFUSED)'],
  [told('Error', undefined, { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'nobody here trusts the certificate of the server'],
  [told('TimeoutError', undefined, { code: 'ETIMEDOUT' }), 'the server does not answer (ETIMEDOUT)'],
  [told('TimeoutError'), 'the server does not answer'],
  [new SilentServerError(15_000), 'the server was silent for 15 s'],
  [told('UnknownError', 502), 'the server could not do it at the moment (HTTP 502)'],
  [told('UnknownError', 403), 'the access key has no right to do that (HTTP 403)'],
  [told('Teapot', 418), 'words of a server (Teapot, HTTP 418)'],
  [null, ' ()'],
])('says what %s means, and what to do', (error, cause) => {
  const words = faultWords(error);
  expect(words.cause).toContain(cause);
  expect(words.advice).toMatch(/^[A-Z].+[^.]$/);
});

it.each([
  ['a server that is busy', told('SlowDown', 503), true],
  ['an unknown failure of a server', told('UnknownError', 500), true],
  ['too many requests', told('UnknownError', 429), true],
  ['bytes that were altered on the way', told('BadDigest', 400), true],
  ['a connection that was cut', told('Error', undefined, { code: 'ECONNRESET' }), true],
  ['a server that is silent', new SilentServerError(1), true],
  [
    'a clock that the library has corrected',
    told('RequestTimeTooSkewed', 403, { $metadata: { clockSkewCorrected: true } }),
    true,
  ],
  ['a clock that it has not', told('RequestTimeTooSkewed', 403), false],
  ['a right that is missing', told('AccessDenied', 403), false],
  ['a bucket that is not there', told('NoSuchBucket', 404), false],
  ['a function that is not there', told('NotImplemented', 501), false],
  ['a name that is none', told('Error', undefined, { code: 'ENOTFOUND' }), false],
])('tries again or not: %s', (_, error, expected) => expect(isPassing(error)).toBe(expected));
