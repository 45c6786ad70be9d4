import { appliedPositionStatement, parseMariadbPosition } from '@cutover/databases/mysql-family';
import { appliedPositionOf, comparePositions } from './compare-positions.js';

const at = parseMariadbPosition;
const nothing = at('');

describe('appliedPositionOf', () => {
  it('takes the row with the highest sub_id of each domain, compared as numbers', () => {
    const row = (domain: string, subId: string, sequence: string) => ({ domain, subId, serverId: '1', sequence });
    const position = appliedPositionOf([row('0', '9', '50'), row('0', '10', '51'), row('1', '7', '3')]);
    expect(position).toEqual(at('0-1-51,1-1-3'));
  });

  it('reads every position table', () => {
    const sql = appliedPositionStatement(['gtid_slave_pos', 'gtid_slave_pos_innodb']);
    expect(sql.match(/FROM `mysql`\.`gtid_slave_pos(_innodb)?`/g)).toHaveLength(2);
    expect(sql).toContain(' UNION ALL ');
  });
});

describe('comparePositions', () => {
  it.each([
    ['0-1-5', '0-1-5', { kind: 'equal' }],
    ['0-1-5,1-2-9', '0-1-5,1-2-9', { kind: 'equal' }],
    ['0-1-5', '0-1-6', { kind: 'past' }],
    ['0-1-5', '0-2-5', { kind: 'past' }],
    ['0-1-5', '0-1-3', { kind: 'behind', distance: 2n, text: '2 transactions' }],
    ['0-1-5,1-2-9', '0-1-5', { kind: 'behind', distance: 9n, text: '9 transactions' }],
    ['0-1-5,1-2-9', '0-1-6,1-2-1', { kind: 'past' }],
    ['0-1-18446744073709551615', '0-1-18446744073709551614', { kind: 'behind', distance: 1n, text: '1 transaction' }],
  ])('source %s, target %s: %j', (source, target, meeting) => {
    expect(comparePositions(at(source), at(target), nothing)).toEqual(meeting);
  });

  it('lets a domain of another origin be, as long as it stands still', () => {
    expect(comparePositions(at('0-1-5'), at('0-1-5,7-7-7'), at('0-1-2,7-7-7'))).toEqual({ kind: 'equal' });
    expect(comparePositions(at('0-1-5'), at('0-1-5,7-7-8'), at('0-1-2,7-7-7'))).toEqual({ kind: 'past' });
    expect(comparePositions(at('0-1-5'), at('0-1-5,7-7-7'), nothing)).toEqual({ kind: 'past' });
  });
});
