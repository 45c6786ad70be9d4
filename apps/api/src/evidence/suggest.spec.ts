import { someEvidence } from '../../test/support/some-evidence.js';
import { runAsAdmin, runOn, wholeAction } from './suggest.js';

it('says what to do and then the statements of each side, the source first', () => {
  const statements = [...runOn('target', 'B;', null, 'C;'), ...runOn('source', 'A;')];
  expect(wholeAction({ action: 'Do it.', statements })).toBe('Do it. Run on the source: A; Run on the target: B; C;');
  expect(wholeAction({ action: 'Wait.' })).toBe('Wait.');
  expect(wholeAction({ action: '', statements: runOn('source', 'A;') })).toBe('Run on the source: A;');
});

it('offers what only an administrator may run where there is one, and not where nobody knows', () => {
  const side = {} as never;
  const offered = (rds: Parameters<typeof runAsAdmin>[0]['rds']) =>
    runAsAdmin(someEvidence({ rds }), 'target', 'A;').length;
  expect(offered('none')).toBe(1);
  expect(offered({ source: side, target: null } as never)).toBe(1);
  expect(offered({ source: null, target: side } as never)).toBe(0);
  expect(offered(null)).toBe(0);
});
