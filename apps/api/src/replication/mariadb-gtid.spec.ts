import {
  compareMariadb,
  formatMariadbPosition,
  hasReachedMariadb,
  mariadbPositions,
  parseMariadbPosition,
} from './mariadb-gtid.js';

const at = parseMariadbPosition;
const target = (applied: string, written = '', serverId: string | null = '2') => ({
  applied: at(applied),
  written: at(written),
  serverId,
});

describe('a MariaDB position', () => {
  it('reads and prints what the server prints, domains in numerical order', () => {
    expect(formatMariadbPosition(at('10-1-5, 2-7-9'))).toBe('2-7-9,10-1-5');
    expect(at('').size).toBe(0);
  });

  it('keeps sequence numbers beyond 2^53 exact', () => {
    expect(mariadbPositions.count('0-1-18446744073709551615')).toBe(18446744073709551615n);
    expect(compareMariadb(at('0-1-9007199254740993'), target('0-1-9007199254740992'))[0]).toMatchObject({
      transactionsBehind: '1',
    });
  });

  it('takes the newest transaction when a domain is named twice', () => {
    expect(formatMariadbPosition(at('0-1-5,0-2-9,0-3-7'))).toBe('0-2-9');
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
  it('subtracts domain by domain', () => {
    expect(compareMariadb(at('0-1-10,1-1-4'), target('0-1-7,1-1-4'))).toEqual([
      { domain: '0', sourceGtid: '0-1-10', targetGtid: '0-1-7', transactionsBehind: '3', errant: false },
      { domain: '1', sourceGtid: '1-1-4', targetGtid: '1-1-4', transactionsBehind: '0', errant: false },
    ]);
  });

  it('counts a domain that the target lacks as behind, not as errant', () => {
    expect(compareMariadb(at('5-1-4'), target(''))[0]).toMatchObject({
      transactionsBehind: '4',
      targetGtid: null,
      errant: false,
    });
  });

  it('calls a domain that only the target has errant, not lag', () => {
    expect(compareMariadb(at('0-1-3'), target('0-1-3,7-2-1'))[1]).toMatchObject({
      domain: '7',
      transactionsBehind: '0',
      errant: true,
    });
  });

  it('calls a target that is ahead of its source errant', () => {
    expect(compareMariadb(at('0-1-3'), target('0-1-5'))[0]).toMatchObject({ transactionsBehind: '0', errant: true });
  });

  it("calls the target's own writes errant, and replicated ones not", () => {
    expect(compareMariadb(at('0-1-3'), target('0-1-3', '0-2-4'))[0]?.errant).toBe(true);
    expect(compareMariadb(at('0-1-3'), target('0-1-3', '0-1-3'))[0]?.errant).toBe(false);
    expect(compareMariadb(at('0-1-3'), target('0-1-3', '9-2-1')).map(({ errant }) => errant)).toEqual([false, true]);
    // A former source that became the target: its old writes came back through replication.
    expect(compareMariadb(at('0-1-8'), target('0-1-8', '0-2-4'))[0]?.errant).toBe(false);
  });

  it('says nothing of own writes when the server id is unknown', () => {
    expect(mariadbPositions.compare('0-1-3', { applied: '0-1-3', written: null, serverId: null })[0]?.errant).toBe(
      false,
    );
  });
});
