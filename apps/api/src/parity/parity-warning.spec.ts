import { aParity, at, someEvidence } from '../../test/support/some-evidence.js';
import { parityWarning } from './parity-warning.js';

const check = parityWarning({
  ...{ id: 'x', area: 'variables', engines: ['mariadb'], claim: 'All is the same' },
  say: ({ object }) => `${object} differs`,
});
const nowMs = Date.parse(at);

function evidence(blocks: boolean) {
  const parity = aParity();
  const { state } = parity.variables!;
  const mend = { on: 'target' as const, statements: ['SET GLOBAL a = 1;'], note: 'And in the file.' };
  const difference = { id: 'a', area: 'variables' as const, kind: 'variable', object: 'a', part: null, why: '', mend };
  const differences = [{ ...difference, source: '1', target: '2', blocks }];
  return someEvidence({ parity: { ...parity, variables: { state, differences } } });
}

it('warns of what does not block, with what mends it', () => {
  expect(check.judge(evidence(false), nowMs).found).toMatchObject([
    {
      ...{ subject: 'a', outcome: 'fail', severity: 'WARNING', message: 'a differs' },
      action: 'And in the file.',
      statements: [{ on: 'target', sql: 'SET GLOBAL a = 1;' }],
    },
  ]);
  expect(check.blocks).toBe('never');
});

it('warns of what it concerns alone', () => {
  const words = { id: 'x', area: 'variables' as const, engines: ['mariadb' as const], claim: 'All is the same' };
  const concerned = (name: string) =>
    parityWarning({ ...words, say: () => 'it', concerns: ({ object }) => object === name });
  expect(concerned('a').judge(evidence(false), nowMs).found).toHaveLength(1);
  expect(concerned('b').judge(evidence(false), nowMs).found).toEqual([]);
});

it('leaves what blocks to the check of the area', () => expect(check.judge(evidence(true), nowMs).found).toEqual([]));

it('passes where nothing differs, and says nothing of what is too old or was not read', () => {
  expect(check.judge(someEvidence(), nowMs).otherwise('a').kind).toBe('pass');
  expect(check.judge(someEvidence(), nowMs + 60 * 60_000).otherwise('a').kind).toBe('unknown');
  expect(check.judge(someEvidence({ parity: {} }), nowMs).otherwise('a').kind).toBe('unknown');
  const unread = aParity();
  unread.variables = { ...unread.variables!, state: { ...unread.variables!.state, compared: {} } };
  expect(check.judge(someEvidence({ parity: unread }), nowMs).otherwise('a').kind).toBe('unknown');
});
