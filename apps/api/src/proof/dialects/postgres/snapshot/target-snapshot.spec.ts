import { readTargetSnapshot } from './target-snapshot.js';

const subscription = {
  id: '9',
  name: 's',
  slot: 's',
  publications: ['p'],
  named: ['p'],
  isLocalOnly: false,
  origin: 'pg_9',
};
const applied = (lsn: string, other = '0/1') => [
  { origin: 'pg_9', lsn },
  { origin: 'pg_77', lsn: other },
];

interface Look {
  before?: object[];
  applying?: object[];
  prepared?: object[];
  snapshot?: string;
  after?: object[];
}
const read = ({ before, applying = [], prepared = [], snapshot = '100:110:105', after }: Look) =>
  readTargetSnapshot(
    [[], [], before ?? applied('0/A0'), applying, prepared, [], [], [{ snapshot }], after ?? applied('0/A0')],
    [subscription],
  );

it('is exact where nothing moved and nobody applies', () =>
  expect(read({})).toMatchObject({
    applied: new Map([
      ['pg_9', 0xa0n],
      ['pg_77', 1n],
    ]),
    prepared: [],
  }));

it('is not where a position moved, unless it is that of another subscription', () => {
  expect(read({ after: applied('0/B0') })).toBeNull();
  expect(read({ before: [] })).toBeNull();
  expect(read({ after: applied('0/A0', '0/2') })).not.toBeNull();
});

it('is not where a worker was in a transaction that is not visible: its position may be counted already', () => {
  expect(read({ applying: [{ xid: '105' }] })).toBeNull();
  expect(read({ applying: [{ xid: '104' }, { xid: '111' }] })).toBeNull();
  expect(read({ applying: [{ xid: '104' }] })).not.toBeNull();
});

it('reads the 32-bit numbers of locks across the wraparound', () => {
  const epoch = 2n ** 32n;
  const snapshot = `${epoch - 4n}:${epoch + 2n}:${epoch - 2n}`;
  expect(read({ snapshot, applying: [{ xid: String(epoch - 2n) }] })).toBeNull();
  expect(read({ snapshot, applying: [{ xid: '1' }, { xid: String(epoch - 3n) }] })).not.toBeNull();
});

it('tells of prepared transactions that it does not show what they are called on the source', () =>
  expect(
    read({
      prepared: [
        { xid: '105', gid: 'pg_gid_9_4294967290' },
        { xid: '104', gid: 'pg_gid_9_12' },
      ],
    })?.prepared,
  ).toEqual([4_294_967_290]));
