import type { Facts } from '../../pair-look.js';
import { foreignTransactions, rememberForeign } from './foreign-transactions.js';

const source = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const own = '4e11fa47-71ca-11e1-9e33-c80aa9429562';
const third = '5e11fa47-71ca-11e1-9e33-c80aa9429562';

const ours = (position: string): Facts => ({ written: position, uuid: source });
const theirs = (applied: string): Facts => ({ applied, self: own });

/** What is said at each look after the first, of what both sides have executed: source and target. */
function told(first: [string, string], ...looks: [string | null, string][]): (string | null)[] {
  let before = rememberForeign(null, theirs(first[1]), ours(first[0]));
  return looks.map(([written, applied]) => {
    const after = rememberForeign(before, theirs(applied), written === null ? null : ours(written));
    const happening = foreignTransactions({ before, after });
    before = after;
    return happening?.reason ?? null;
  });
}
const written = expect.stringMatching(/^the target has transactions that the source never had/);

describe('on MySQL', () => {
  it('says nothing of replication, of a target that is behind, and of what was there at the first look', () => {
    expect(told([`${source}:1-5`, `${source}:1-3,${own}:1-2`], [`${source}:1-9`, `${source}:1-9,${own}:1-2`])).toEqual([
      null,
    ]);
  });

  it('says a write on the target once, also where the source was given it before the look', () => {
    const seen = [`${source}:1-5`, `${source}:1-5,${own}:1`] as [string, string];
    const healed = [`${source}:1-5,${own}:1`, `${source}:1-5,${own}:1`] as [string, string];
    expect(told([`${source}:1-5`, `${source}:1-5`], seen, seen, healed)).toEqual([written, null, null]);
    expect(told([`${source}:1-5`, `${source}:1-5`], healed, healed)).toEqual([written, null]);
  });

  it('says of writes that do not end that they began, and that they are over', () => {
    const until = (last: number): [string, string] => [`${source}:1-5`, `${source}:1-5,${own}:1-${last}`];
    expect(told([`${source}:1-5`, `${source}:1-5`], until(1), until(2), until(3), until(3), until(3))).toEqual([
      ...[written, null, null, written, null],
    ]);
  });

  it('says a transaction of another server, and not what the source has from another server', () => {
    const start = [`${source}:1-5`, `${source}:1-5`] as [string, string];
    expect(told(start, [`${source}:1-5`, `${source}:1-5,${third}:7`])).toEqual([written]);
    expect(told(start, [`${source}:1-5,${third}:7`, `${source}:1-5,${third}:7`])).toEqual([null]);
  });

  it('says what was put there under the name of the source, when it stays, and again when the source has written it', () => {
    const start = [`${source}:1-5`, `${source}:1-5`] as [string, string];
    const ahead = [`${source}:1-5`, `${source}:1-5:7`] as [string, string];
    expect(told(start, ahead, ahead, [`${source}:1-6`, `${source}:1-7`], [`${source}:1-8`, `${source}:1-8`])).toEqual([
      null,
      written,
      null,
      expect.stringContaining(`before the source wrote them (${source}:7)`),
    ]);
  });

  it('says nothing of a source that sent a transaction before it said so, at one look after the other', () => {
    const at = (ours: number, theirs: number): [string, string] => [`${source}:1-${ours}`, `${source}:1-${theirs}`];
    expect(told(at(5, 5), at(5, 6), at(8, 9), at(9, 9), at(9, 10), [null, `${source}:1-12`], at(13, 13))).toEqual([
      ...[null, null, null, null, null, null],
    ]);
  });

  it('waits for a source that does not answer', () => {
    const start = [`${source}:1-5`, `${source}:1-5`] as [string, string];
    expect(told(start, [null, `${source}:1-9`], [`${source}:1-9`, `${source}:1-9`])).toEqual([null, null]);
    expect(told(start, [null, `${source}:1-5,${own}:1`], [`${source}:1-5`, `${source}:1-5,${own}:1`])).toEqual([
      ...[null, written],
    ]);
    const dirty = [`${source}:1-5`, `${source}:1-5,${own}:1`] as [string, string];
    expect(told(start, dirty, [null, dirty[1]], [null, dirty[1]], dirty)).toEqual([written, null, null, null]);
  });
});
