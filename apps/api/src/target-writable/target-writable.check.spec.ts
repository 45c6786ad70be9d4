import { at, aWritable, someEvidence } from '../../test/support/some-evidence.js';
import { targetWritableCheck } from './target-writable.check.js';
import { unseenWritesCheck } from './unseen-writes.check.js';

const judge = (check: typeof targetWritableCheck, change: Parameters<typeof aWritable>[0] | null) =>
  check.judge(someEvidence({ 'target-writable': change && aWritable(change) }), Date.parse(at));
const said = (check: typeof targetWritableCheck, change: Parameters<typeof aWritable>[0] | null) =>
  judge(check, change).found.map(({ outcome, severity }) => `${outcome} ${severity}`);

const app = { total: 1, named: [{ account: 'app@%', by: 'rights on shop.*' }] };
const open = { guard: 'none', guardText: 'read_only = OFF', writers: app } as const;

describe('target-writable', () => {
  it('warns of a target that takes writes, names who may, and does not block', () => {
    const [finding] = judge(targetWritableCheck, open).found;
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'WARNING', action: 'Refuse them.' });
    expect(finding?.message).toBe(
      'The target takes writes beside replication (read_only = OFF); may write: app@% (rights on shop.*)',
    );
    expect(targetWritableCheck.blocks).toBe('never');
  });

  it('warns too where it may not see who, and says the right', () => {
    const [finding] = judge(targetWritableCheck, { ...open, writers: null, grant: 'GRANT IT;' }).found;
    expect(finding?.message).toContain('who may write is not visible');
    expect(finding?.statements?.map(({ sql }) => sql)).toEqual(['REFUSE;', 'GRANT IT;']);
  });

  it('passes where writes are refused, or no account may write', () => {
    expect(judge(targetWritableCheck, {})).toMatchObject({ found: [], rest: 'pass' });
    expect(said(targetWritableCheck, { ...open, writers: { total: 0, named: [] } })).toEqual([]);
    // Whom read_only does not stop is not visible to the account as usual, and no alert.
    expect(said(targetWritableCheck, { writers: null })).toEqual([]);
  });

  it('does not prove that nobody writes while read_only does not stop an account', () =>
    expect(said(targetWritableCheck, { writers: app })).toEqual(['unknown INFO']));

  it('never takes unknown for good', () => {
    expect(judge(targetWritableCheck, null)).toMatchObject({ found: [], rest: 'unknown' });
    expect(said(targetWritableCheck, { guard: null, reason: 'it is down' })).toEqual(['unknown INFO']);
    expect(judge(targetWritableCheck, { guard: null }).otherwise('target').kind).toBe('unknown');
  });
});

describe('unseen-writes', () => {
  const unlogged = { isLogged: false, unloggedBecause: 'log_bin = OFF' };

  it('blocks where an ordinary account may write and nothing would show it', () => {
    const [finding] = judge(unseenWritesCheck, { ...open, ...unlogged }).found;
    expect(finding?.message).toBe(
      'app@% (rights on shop.*) may write to the target, and no such write would be seen before its table is compared again: log_bin = OFF',
    );
    expect(finding?.outcome).toBe('unknown');
    expect(unseenWritesCheck.blocks).toBe('unless-passed');
    expect(said(unseenWritesCheck, { ...open, ...unlogged, writers: null })).toEqual(['unknown INFO']);
  });

  it.each<[string, Parameters<typeof aWritable>[0]]>([
    ['the target refuses it', unlogged],
    ['it would be seen', open],
    ['no account may write', { ...open, ...unlogged, writers: { total: 0, named: [] } }],
  ])('passes where %s', (_, change) =>
    expect(judge(unseenWritesCheck, change)).toMatchObject({ found: [], rest: 'pass' }),
  );

  it('never takes unknown for good', () => {
    expect(judge(unseenWritesCheck, null)).toMatchObject({ found: [], rest: 'unknown' });
    expect(said(unseenWritesCheck, { guard: null })).toEqual(['unknown INFO']);
    expect(said(unseenWritesCheck, { isLogged: null })).toEqual(['unknown INFO']);
  });
});

describe('writes that nobody saw', () => {
  it('may be there until every table was proved equal since', () => {
    const judged = (unseenWritesUntil: string) => judge(unseenWritesCheck, { unseenWritesUntil });
    const [finding] = judged('2026-01-01T00:00:00.001Z').found;
    expect(finding).toMatchObject({ outcome: 'unknown', tables: ['shop.a'] });
    expect(judged(at)).toMatchObject({ found: [], rest: 'pass' });
  });
});
