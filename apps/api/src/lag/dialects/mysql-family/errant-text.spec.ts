import type { DomainLag } from '@cutover/contracts';
import { errantText } from './errant-text.js';

const domain = (errantGtids: string | null, targetGtid: string | null, sourceGtid: string | null): DomainLag => ({
  ...{ domain: '0', errantGtids, targetGtid, sourceGtid, transactionsBehind: '0', endsReplication: null },
});

it.each([
  ['none', domain(null, '0-1-3', '0-1-3'), null],
  ['one', domain('0-2-4', '0-1-3', '0-1-3'), '0-2-4 (the last one)'],
  ['several', domain('0-2-6', '0-1-3', '0-1-3'), '0-2-6 and up to 2 more right before it'],
  [
    'one that others have passed: what was before it is not told',
    domain('0-2-4', '0-1-90', '0-1-90'),
    '0-2-4 (the last one)',
  ],
  ['a target ahead of its source', domain('0-1-5', '0-1-5', '0-1-3'), '0-1-5 and up to 1 more right before it'],
  ['a domain of its own', domain('7-2-3', null, null), '7-2-3 and up to 2 more right before it'],
  [
    'MySQL, which tells all',
    domain('3E11FA47-71CA-11E1-9E33-C80AA9429562:4-6', null, null),
    '3E11FA47-71CA-11E1-9E33-C80AA9429562:4-6',
  ],
])('%s', (_, lag, text) => {
  expect(errantText(lag)).toBe(text);
});
