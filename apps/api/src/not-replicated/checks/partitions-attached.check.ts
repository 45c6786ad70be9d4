import { leftBehindCheck } from '../left-behind-check.js';

/** Without publish_via_partition_root each partition replicates into the table of its name, whatever that belongs to there. */
export const partitionsAttachedCheck = leftBehindCheck({
  id: 'partitions-attached',
  claim: 'Partitions that replicate one by one belong to the same table on the target',
  blocks: 'when-failed',
  kinds: [
    {
      kind: 'detached-partition',
      subject: 'target',
      ...{ outcome: 'fail', severity: 'CRITICAL' },
      message: (names, isOne) =>
        `Rows come to ${names}, and who reads the partitioned table on the target does not see ${isOne ? 'them' : 'those rows'}`,
      action:
        'Attach it on the target as on the source (ATTACH PARTITION, with the same bounds). Where the target is meant to be divided in another way, publish by the table above: publish_via_partition_root = true, then refresh the subscription, which copies the rows anew.',
    },
  ],
});
