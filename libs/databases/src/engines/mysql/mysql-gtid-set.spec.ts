import { gtidsInBoth, gtidsWithout, mysqlPositions, parseMysqlGtidSet, subtractIntervals } from './mysql-gtid-set.js';

const a = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const b = '4e11fa47-71ca-11e1-9e33-c80aa9429562';
const notErrant = { errantGtids: null, endsReplication: null };
const source = (position: string) => ({ position, written: null });
const target = (applied: string) => ({ applied, written: null, serverId: null, logsApplied: true, isStrict: false });

describe('a MySQL GTID set', () => {
  it('reads and prints what the server prints, with line breaks, tags and overlaps', () => {
    const printed = (text: string) => mysqlPositions.compare(source(text), target('')).map((each) => each.sourceGtid);
    expect(printed(`${b}:1-5:7,\n${a}:3:1-2:tag_x:1-4`)).toEqual([`${a}:1-3`, `${a}:tag_x:1-4`, `${b}:1-5:7`]);
    expect(printed(`${a}:1-9:3-5`)).toEqual([`${a}:1-9`]);
    expect(parseMysqlGtidSet('').size).toBe(0);
  });

  it.each(['0-1-5', `${a}`, `${a}:1-x`, `${a}:?`])('refuses %s', (text) => {
    expect(() => parseMysqlGtidSet(text)).toThrow(/no MySQL GTID set/);
  });

  it('counts beyond 2^53 exactly', () => {
    expect(mysqlPositions.count(`${a}:1-9007199254740993,${b}:5`)).toBe(9007199254740994n);
  });
});

describe('subtracting intervals', () => {
  const set = (first: bigint, last: bigint) => ({ first, last });
  it('cuts the middle, the ends, everything and nothing', () => {
    expect(subtractIntervals([set(1n, 10n)], [set(4n, 6n)])).toEqual([set(1n, 3n), set(7n, 10n)]);
    expect(subtractIntervals([set(1n, 10n)], [set(0n, 2n), set(9n, 12n)])).toEqual([set(3n, 8n)]);
    expect(subtractIntervals([set(1n, 10n)], [set(1n, 10n)])).toEqual([]);
    expect(subtractIntervals([set(1n, 10n)], [set(11n, 12n)])).toEqual([set(1n, 10n)]);
  });
});

it('takes one set from another, and what is in both', () => {
  expect(gtidsWithout(`${a}:1-10,${b}:1`, `${a}:4-6,${b}:1-2`)).toBe(`${a}:1-3:7-10`);
  expect(gtidsInBoth(`${a}:1-10,${b}:1`, `${a}:4-6,${b}:1-2`)).toBe(`${a}:4-6,${b}:1`);
  expect([gtidsWithout('', `${a}:1`), gtidsInBoth(`${a}:1`, '')]).toEqual(['', '']);
});

describe('comparing', () => {
  it('counts gaps in the middle as behind', () => {
    expect(mysqlPositions.compare(source(`${a}:1-10`), target(`${a}:1-3:8-10`))).toEqual([
      { domain: a, sourceGtid: `${a}:1-10`, targetGtid: `${a}:1-3:8-10`, transactionsBehind: '4', ...notErrant },
    ]);
    expect(mysqlPositions.hasReached(`${a}:1-3:8-10`, `${a}:1-10`)).toBe(false);
    expect(mysqlPositions.hasReached(`${a}:1-12,${b}:1`, `${a}:1-10`)).toBe(true);
  });

  it('calls what only the target executed errant', () => {
    expect(mysqlPositions.compare(source(`${a}:1-3`), target(`${a}:1-3,${b}:1`))[1]).toMatchObject({
      domain: b,
      sourceGtid: null,
      transactionsBehind: '0',
      errantGtids: `${b}:1`,
      endsReplication: null,
    });
  });

  it('tells what the target wrote itself from what stands under the identity of another server', () => {
    const target = { applied: `${a}:1-3,${b}:1:tag_x:1`, written: null, logsApplied: true, isStrict: false };
    const errantOf = (serverId: string | null, position = `${a}:1-3`) =>
      mysqlPositions.compare(source(position), { ...target, serverId }).map((each) => each.errantOf);
    expect(errantOf(b.toUpperCase())).toEqual([undefined, 'target', 'target']);
    expect(errantOf(b, `${b}:1:tag_x:1`)).toEqual(['another-server', undefined, undefined]);
    expect(errantOf(null)).toEqual([undefined, undefined, undefined]);
  });
});
