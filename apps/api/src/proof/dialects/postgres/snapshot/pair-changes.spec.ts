import { parseSnapshot, type StreamedRelation } from '@cutover/databases/postgres';
import { changesBetween, neededPositions } from './pair-changes.js';
import { type FollowedSubscription, tableText } from './subscriptions.js';
import type { LoggedTransaction } from './transaction-log.js';

const subscription = (name: string, isLocalOnly = false): FollowedSubscription => ({
  ...{ id: name, name, slot: name, publications: [], named: [], isLocalOnly, origin: `pg_${name}` },
});
const [one, two] = [subscription('1'), subscription('2', true)];
const byTable = new Map([
  [tableText('public', 'a'), [one]],
  [tableText('public', 'b'), [two]],
  [tableText('public', 'both'), [one, two]],
]);
const followed = { subscriptions: [one, two], byTable };
const oids = { a: 1, b: 2, both: 3, other: 4 } as const;

function transaction(xid: number, table: keyof typeof oids, isForeign = false): LoggedTransaction {
  const relation: StreamedRelation = { id: oids[table], schema: 'public', table, identity: 'd', columns: [] };
  const change = { kind: 'insert', relation, place: xid, old: null, row: [String(xid)] } as const;
  return {
    xid,
    endLsn: BigInt(xid * 10),
    isForeign,
    tables: new Map([[relation.id, { relation, changes: [change], lost: null }]]),
  };
}

const snapshot = parseSnapshot('10:20:12');
const rows = (changed: ReturnType<typeof changesBetween>) =>
  [...changed].map(([oid, { changes }]) => [oid, ...changes.map(({ row }) => row?.[0])]);

it('needs of each subscription the last transaction that the snapshot shows of its tables, and of no others', () => {
  const log = [
    transaction(9, 'a'),
    transaction(11, 'a'),
    transaction(12, 'a'),
    transaction(13, 'b'),
    transaction(14, 'both'),
    transaction(15, 'other'),
    transaction(21, 'a'),
  ];
  expect(neededPositions(log, snapshot, followed, new Map([['pg_1', 5n]]))).toEqual(
    new Map([
      ['pg_1', 110n],
      ['pg_2', 130n],
    ]),
  );
});

it('keeps what an earlier snapshot needed', () =>
  expect(neededPositions([transaction(9, 'a')], snapshot, followed, new Map([['pg_1', 500n]]))).toEqual(
    new Map([['pg_1', 500n]]),
  ));

it('does not wait for what came to the source by replication where the subscription leaves that out', () =>
  expect(
    neededPositions([transaction(9, 'b', true), transaction(9, 'a', true)], snapshot, followed, new Map()),
  ).toEqual(new Map([['pg_1', 90n]])));

it('sets apart what the target has applied and the snapshot does not show', () => {
  const log = [
    transaction(9, 'a'),
    transaction(12, 'a'),
    transaction(21, 'a'),
    transaction(22, 'a'),
    transaction(23, 'b'),
    transaction(24, 'both'),
  ];
  const applied = new Map([
    ['pg_1', 215n],
    ['pg_2', 230n],
  ]);
  expect(rows(changesBetween(log, snapshot, followed, { applied, upTo: null }))).toEqual([
    [1, '12', '21'],
    [2, '23'],
  ]);
});

it('is unsure of what the target may have applied by the end of the source log', () => {
  const log = [transaction(12, 'a'), transaction(21, 'a'), transaction(22, 'a'), transaction(23, 'a')];
  const applied = new Map([['pg_1', 215n]]);
  const changed = changesBetween(log, snapshot, followed, { applied, upTo: 225n }).get(1);
  const texts = (changes: readonly unknown[] = []) => changes.length;
  expect([texts(changed?.changes), texts(changed?.unsure)]).toEqual([2, 1]);
});
