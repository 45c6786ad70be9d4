import {
  compareMariadb,
  formatMariadbGtid,
  hasReachedMariadb,
  mariadbPositions,
  parseMariadbPosition,
  parseMariadbState,
} from './mariadb-gtid.js';

const at = parseMariadbPosition;
const source = (position: string, written: string | null = position) => ({
  position: at(position),
  written: written === null ? null : parseMariadbState(written),
});
const target = (applied: string, written = '', serverId: string | null = '2') => ({
  applied: at(applied),
  written: parseMariadbState(written),
  logsApplied: true,
  isStrict: false,
  usesCurrentPos: false,
  serverId,
});

describe('a MariaDB position', () => {
  it('reads and prints what the server prints', () => {
    expect([...at('10-1-5, 2-7-9').values()].map(formatMariadbGtid)).toEqual(['10-1-5', '2-7-9']);
    expect(at('').size).toBe(0);
  });

  it('is compared by its domains in numerical order', () => {
    expect(compareMariadb(source('10-1-5,2-7-9'), target('')).map(({ domain }) => domain)).toEqual(['2', '10']);
  });

  it('keeps sequence numbers beyond 2^53 exact', () => {
    expect(mariadbPositions.count('0-1-18446744073709551615')).toBe(18446744073709551615n);
    expect(compareMariadb(source('0-1-9007199254740993'), target('0-1-9007199254740992'))[0]).toMatchObject({
      transactionsBehind: '1',
    });
  });

  it('takes the newest transaction when a domain is named twice', () => {
    expect(at('0-1-5,0-2-9,0-3-7')).toEqual(at('0-2-9'));
  });

  it.each(['0-1', 'x-1-2', '0-1-2-3', '3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5'])('refuses %s', (text) => {
    expect(() => at(text)).toThrow(/no MariaDB GTID/);
  });
});

describe('reaching', () => {
  it('needs every domain, as far or further, whatever the server id', () => {
    expect(hasReachedMariadb(at('0-9-5,1-1-2'), at('0-1-5'))).toBe(true);
    expect(hasReachedMariadb(at('0-1-4,1-1-2'), at('0-1-5'))).toBe(false);
    expect(hasReachedMariadb(at('0-1-5'), at('0-1-5,1-1-1'))).toBe(false);
    expect(mariadbPositions.hasReached('', '')).toBe(true);
  });
});

describe('comparing', () => {
  const notErrant = { errantGtids: null, endsReplication: null };

  it('subtracts domain by domain', () => {
    expect(compareMariadb(source('0-1-10,1-1-4'), target('0-1-7,1-1-4'))).toEqual([
      { domain: '0', sourceGtid: '0-1-10', targetGtid: '0-1-7', transactionsBehind: '3', ...notErrant },
      { domain: '1', sourceGtid: '1-1-4', targetGtid: '1-1-4', transactionsBehind: '0', ...notErrant },
    ]);
  });

  it('counts a domain that the target lacks as behind, not as errant', () => {
    expect(compareMariadb(source('5-1-4'), target(''))[0]).toMatchObject({
      ...{ transactionsBehind: '4', targetGtid: null, errantGtids: null },
    });
  });

  it('calls a domain that only the target has errant, not lag', () => {
    expect(compareMariadb(source('0-1-3'), target('0-1-3,7-2-1'))[1]).toMatchObject({
      ...{ domain: '7', transactionsBehind: '0', errantGtids: '7-2-1' },
    });
  });

  it('calls a target that is ahead of its source errant', () => {
    expect(compareMariadb(source('0-1-3'), target('0-1-5'))[0]).toMatchObject({
      ...{ transactionsBehind: '0', errantGtids: '0-1-5' },
    });
  });

  it("names the target's own writes, not the source's position", () => {
    expect(compareMariadb(source('0-1-3'), target('0-1-3', '0-1-3,0-2-4'))[0]).toMatchObject({
      ...{ errantGtids: '0-2-4', targetGtid: '0-1-3' },
    });
    expect(compareMariadb(source('0-1-3'), target('0-1-3', '0-1-3'))[0]).toMatchObject(notErrant);
    const other = compareMariadb(source('0-1-3'), target('0-1-3', '9-2-1'));
    expect(other.map(({ errantGtids }) => errantGtids)).toEqual([null, '9-2-1']);
  });

  it('is not deceived by what was replicated after such a write', () => {
    expect(compareMariadb(source('0-1-90'), target('0-1-90', '0-2-4,0-1-90'))[0]).toMatchObject({
      ...{ errantGtids: '0-2-4', endsReplication: null },
    });
  });

  it('knows a former source that became the target by what the new source has of it', () => {
    expect(compareMariadb(source('0-1-8', '0-2-4,0-1-8'), target('0-1-8', '0-2-4,0-1-8'))[0]).toMatchObject(notErrant);
    expect(compareMariadb(source('0-1-8', '0-2-4,0-1-8'), target('0-1-8', '0-2-5,0-1-8'))[0]?.errantGtids).toBe(
      '0-2-5',
    );
    // Of a source that does not tell, only what is past everything applied is known.
    expect(compareMariadb(source('0-1-8', null), target('0-1-8', '0-2-4'))[0]).toMatchObject(notErrant);
    expect(compareMariadb(source('0-1-8', null), target('0-1-8', '0-2-9'))[0]?.errantGtids).toBe('0-2-9');
  });

  it('calls a write under another server id errant where it cannot have been applied, and else unexplained', () => {
    const first = (state: string, changes: object = {}) =>
      compareMariadb(source('0-1-8'), { ...target('0-1-8', state), ...changes })[0];
    // Past everything applied; or in a log that holds nothing of what was applied.
    expect(first('0-1-8,0-7-9')).toMatchObject({ errantGtids: '0-7-9' });
    expect(first('0-7-4', { logsApplied: false })).toMatchObject({ errantGtids: '0-7-4' });
    // It may come from an earlier source, whose log this one does not have.
    expect(first('0-1-8,0-7-4,0-9-2')).toMatchObject({ errantGtids: null, unexplainedGtids: '0-7-4,0-9-2' });
    expect(first('0-1-8')).not.toHaveProperty('unexplainedGtids');
    // The source knows it; does not tell; or does not write that domain.
    expect(compareMariadb(source('0-1-8', '0-7-4,0-1-8'), target('0-1-8', '0-7-4,0-1-8'))[0]).toMatchObject(notErrant);
    expect(compareMariadb(source('0-1-8', null), target('0-1-8', '0-7-4'))[0]).toMatchObject(notErrant);
    expect(compareMariadb(source('0-1-8'), target('0-1-8', '0-1-8,5-7-4'))).toHaveLength(1);
  });

  it.each([
    ['strict', { isStrict: true }, '0-2-4', 'next-write'],
    ['strict, where replication has gone past it', { isStrict: true }, '0-2-2', null],
    ['strict, in a domain that the source does not write', { isStrict: true }, '9-2-4', null],
    ['not strict', {}, '0-2-4', null],
    ['not strict, connecting from its own log', { usesCurrentPos: true }, '0-2-4', 'next-connect'],
    ['connecting from its own log, which replication has gone past', { usesCurrentPos: true }, '0-2-2', null],
  ])('says what ends replication: %s', (_, settings, own, expected) => {
    const domains = compareMariadb(source('0-1-3'), { ...target('0-1-3', own), ...settings });
    expect(domains.find(({ errantGtids }) => errantGtids)?.endsReplication).toBe(expected);
  });

  it('says nothing of own writes when the server id is unknown', () => {
    const unknown = { applied: '0-1-3', written: null, serverId: null, logsApplied: true, isStrict: false };
    expect(mariadbPositions.compare({ position: '0-1-3', written: null }, unknown)[0]?.errantGtids).toBeNull();
  });
});
