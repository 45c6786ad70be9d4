import { leftBehindCheck } from '../left-behind-check.js';

/** By what a row is told from others when it is changed: on the source when it is sent, on the target when it is looked for. */
export const replicaIdentityCheck = leftBehindCheck({
  id: 'replica-identity',
  claim: 'Replication can tell the rows of every table apart',
  blocks: 'when-failed',
  weight: 'replication',
  kinds: [
    {
      kind: 'no-identity',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'has' : 'have'} no replica identity: every UPDATE and DELETE of ${isOne ? 'it' : 'them'} fails on the source`,
      action:
        'Where it has a primary key, let that be its identity (DEFAULT). Otherwise give it one (on the target too), or choose a unique index of columns that are NOT NULL (REPLICA IDENTITY USING INDEX). FULL needs neither, sends whole old rows, and makes the target read the table for each of them.',
    },
    {
      kind: 'identity-not-on-target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `The target cannot find rows of ${names} by what the source sends of ${isOne ? 'it' : 'them'}: the next UPDATE or DELETE ends replication`,
      action:
        'Give the target the key that the source has: its primary key, or the index of its REPLICA IDENTITY, and the same choice of it. Where the keys are meant to differ, let the source send whole rows (FULL).',
    },
  ],
});
