import { unreachableAdvice } from './describe-fault.js';

const fault = {
  ...{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:3306' },
  ...{ headline: 'nothing listens on 127.0.0.1:3306', action: 'Check that the server runs.' },
};

it('says which side is down, in plain words, and what to do', () => {
  expect(unreachableAdvice('target', { state: 'down', lastFault: fault })).toBe(
    'The target does not answer: nothing listens on 127.0.0.1:3306. Check that the server runs.',
  );
});

it('repeats what the server said where there are no plainer words', () => {
  const raw = { ...fault, headline: fault.message };
  expect(unreachableAdvice('target', { state: 'down', lastFault: raw })).toMatch(
    /: connect ECONNREFUSED .*3306\. Check/,
  );
});

it('waits for a side that has not answered yet', () => {
  expect(unreachableAdvice('source', { state: 'connecting', lastFault: null })).toBe('The source has not answered yet');
});
