import { accessLogLevel } from './access-log.js';
import { failureAnswer } from './failure-answer.js';
import { requestIdOf } from './request-id.js';
import { isPageRequest } from './serve-pages.js';

describe('accessLogLevel', () => {
  it.each([
    ['/api/migrations', 200, 'debug'],
    ['/api/health', 200, 'debug'],
    ['/api/health', 503, 'debug'],
    ['/metrics', 200, 'debug'],
    ['/assets/index.js', 200, 'debug'],
    ['/metrics', 401, 'warn'],
    ['/api/migrations', 404, 'warn'],
    ['/api/migrations', 500, 'error'],
  ] as const)('writes %s %d at %s', (path, status, level) => {
    expect(accessLogLevel(path, status)).toBe(level);
  });
});

describe('requestIdOf', () => {
  it('keeps a sane id and replaces every other', () => {
    expect(requestIdOf('trace-1234')).toBe('trace-1234');
    for (const header of [undefined, 'abc', 'a\nb-long', 'x'.repeat(65), ['one-1', 'two-2'], '-lead'])
      expect(requestIdOf(header)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('isPageRequest', () => {
  const page = { method: 'GET', headers: { accept: 'text/html,*/*' } };
  it.each([
    ['/', true],
    ['/migrations/shop?tab=lag', true],
    ['/api/nothing', false],
    ['/metrics', false],
    ['/ws/?EIO=4', false],
    ['/assets/gone.js', false],
    ['/favicon.ico', false],
    // A database of PostgreSQL, whose name may look like that of a file.
    ['/m/shop.billing', true],
    ['/m/shop.orders.js/freeze-proof', true],
  ])('takes %s for a page: %s', (originalUrl, isPage) => {
    expect(isPageRequest({ ...page, originalUrl })).toBe(isPage);
    expect(isPageRequest({ ...page, method: 'POST', originalUrl })).toBe(false);
  });
});

describe('failureAnswer', () => {
  it('answers things that are no errors at all', () => {
    for (const thrown of [undefined, null, 'text', 7])
      expect(failureAnswer(thrown, 'r')).toMatchObject({
        status: 500,
        isUnexpected: true,
        body: { code: 'UNEXPECTED' },
      });
  });
});
