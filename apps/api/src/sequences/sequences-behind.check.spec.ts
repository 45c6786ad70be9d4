import type { Sequence, Sequences } from '@cutover/contracts';
import { allSet, at, someEvidence } from '../../test/support/some-evidence.js';
import { sequencesBehindCheck } from './sequences-behind.check.js';
import { sequencesScript } from './sequences-script.js';

const behind = (name: string): Sequence => ({
  ...{ name, column: null, state: 'behind', source: '31', target: '1', inColumn: null, obstacle: null },
  statements: [`SET ${name};`],
});
const judge = (change: Partial<Sequences>) =>
  sequencesBehindCheck.judge(someEvidence({ sequences: allSet(change) }), 0);
const counts = { behind: 0, 'in-use': 0, missing: 0, unknown: 0 };

it('counts sequences that are not listed, and leaves their statements to the script', () => {
  const sequences = Array.from({ length: 100 }, (_, n) => behind(`public.s${String(n).padStart(3, '0')}`));
  const { found } = judge({ compared: 500, counts: { ...counts, behind: 300 }, sequences });
  expect(found[0]?.message).toMatch(/^public\.s000, public\.s001 and 298 more are behind the source/);
  expect(found[0]?.items).toHaveLength(101);
  expect(found[0]?.items?.at(-1)).toBe('200 more sequences');
  expect(found[0]?.statements).toEqual([]);
  const few = judge({ counts: { ...counts, behind: 3 }, sequences: sequences.slice(0, 3) });
  expect(few.found[0]?.statements).toHaveLength(3);
});

it('says each state by itself, and gives the GRANT for what may not be read', () => {
  const grants = [{ on: 'source' as const, sql: 'GRANT …;' }];
  const { found } = judge({
    counts: { ...counts, missing: 1, unknown: 1 },
    sequences: [
      { ...behind('public.a'), state: 'missing' },
      { ...behind('public.b'), state: 'unknown' },
    ],
    grants,
  });
  expect(found.map(({ subject, outcome, severity }) => [subject, outcome, severity])).toEqual([
    ['missing sequences', 'fail', 'WARNING'],
    ['unknown sequences', 'unknown', 'INFO'],
  ]);
  expect(found[1]?.statements).toEqual(grants);
});

it('a name with a line break stays in the comment of the script', () => {
  const script = sequencesScript('shop', at, [
    { ...behind('public.a\nDROP TABLE b;'), state: 'missing', statements: [], optional: null },
  ]);
  expect(script.split('\n').filter((line) => !line.startsWith('--') && line !== '')).toEqual([]);
  expect(script).toContain('-- NOT SET: public.a DROP TABLE b;: it is missing on the target');
});
