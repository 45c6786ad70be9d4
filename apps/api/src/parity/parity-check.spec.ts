import type { ParityDifference, ParityUnknown } from '@cutover/contracts';
import { at, aParity, someEvidence } from '../../test/support/some-evidence.js';
import { knownOf } from './known-parity.js';
import { parityCheck } from './parity-check.js';

const check = parityCheck({
  ...{ id: 'schema-parity', area: 'schema', engines: ['mariadb'], claim: 'All is equal' },
  say: ({ part, object }) => `${part} of ${object} differs`,
  tablesOf: ({ kind, object }) => (kind === 'column' ? [object] : []),
});
const mend = { on: 'target' as const, statements: ['ALTER IT;'], note: null };
const difference = (kind: string, object: string, change: Partial<ParityDifference> = {}): ParityDifference => ({
  ...{ id: `schema/${kind}/${object}`, area: 'schema', kind, object, part: `${kind} x`, source: 'a', target: null },
  ...{ why: 'so', mend, blocks: true },
  ...change,
});
const unread: ParityUnknown = {
  ...{ area: 'schema', what: 'triggers', side: 'source', reason: 'no right', action: 'Give it.' },
  ...{ grants: ['GRANT IT;'], blocks: true },
};

function judge(differences: ParityDifference[], unknown: ParityUnknown[] = [], nowMs = Date.parse(at)) {
  const reading = { compared: {}, differences, unknown, statements: { source: 1, target: 1 } };
  const parity = { ...aParity(), schema: knownOf('schema', reading, 1, at) };
  return check.judge(someEvidence({ parity }), nowMs);
}

it('says one difference with the statement that mends it', () => {
  const [found, ...more] = judge([difference('index', 'shop.a')]).found;
  expect(more).toEqual([]);
  expect(found).toMatchObject({ subject: 'index', outcome: 'fail', message: 'Index x of shop.a differs', tables: [] });
  expect(found?.action).toBe('Do not cut over before it is mended.');
  expect(found?.statements).toEqual([{ on: 'target', sql: 'ALTER IT;' }]);
});

it('says thousands of one kind in one sentence, and names their tables where others tell of them', () => {
  const all = Array.from({ length: 2000 }, (_, n) => difference('column', `shop.t${n}`));
  const { found } = judge(all);
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toMatch(/^Column x of shop.t0 differs; .* differs; and 1998 more$/);
  expect(found[0]?.action).toContain('Open Parity');
  expect(found[0]?.tables).toHaveLength(2000);
});

it('does not promise a statement where none mends it, and says what to do', () => {
  const unmended = (object: string) => difference('table', object, { mend: null, why: `Copy ${object}.` });
  expect(judge([unmended('shop.a')]).found[0]?.action).toBe('Do not cut over. Copy shop.a.');
  expect(judge([unmended('shop.a'), unmended('shop.b')]).found[0]?.action).toContain('Copy shop.a.');
  const { action } = judge([difference('view', 'shop.v', { mend: null })]).found[0] ?? {};
  expect(action).toBe('Do not cut over. so');
});

it('passes over what does not block', () => {
  expect(judge([difference('index', 'shop.a', { blocks: false })], [{ ...unread, blocks: false }])).toMatchObject({
    ...{ found: [], rest: 'pass' },
  });
});

it('never takes unknown for good', () => {
  expect(check.judge(someEvidence({ parity: {} }), Date.parse(at))).toMatchObject({ found: [], rest: 'unknown' });
  const partly = judge([], [unread]);
  expect(partly.found).toMatchObject([
    { outcome: 'unknown', action: 'Give it.', statements: [{ on: 'source', sql: 'GRANT IT;' }] },
  ]);
  expect(partly.otherwise('index').kind).toBe('unknown');
  const [old] = judge([], [], Date.parse(at) + 16 * 60_000).found;
  expect(old).toMatchObject({ outcome: 'unknown' });
  expect(old?.message).toContain('says nothing of now');
});
