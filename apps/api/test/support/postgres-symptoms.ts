import type { OverallVerdict, ReplicationState } from '@cutover/contracts';
import type { PostgresBreakName } from '@cutover/lab';

/** What a break of a PostgreSQL pair must show. */
export interface Symptoms {
  /** The file that tries it: of one at a time it would be the longest of all. */
  file: 'replication' | 'servers' | 'content';
  /** The check whose finding it is. Its alert fires too, unless `isQuiet`. */
  check: string;
  /** Nobody is woken for it. */
  isQuiet?: true;
  /** Alerts that may fire beside it, because other parts of the product see the same. */
  alsoFires?: readonly string[];
  /** What the finding says, and what it tells to do. The page shows both as they are. */
  message: RegExp;
  action: RegExp;
  answer: OverallVerdict['answer'];
  /** The state of replication; without one it goes on as before. */
  state?: ReplicationState;
}

const differs = { file: 'content', check: 'checksum-diverged', answer: 'not-safe', action: /./ } as const;
const away = { file: 'servers', check: 'connection-lost', answer: 'cannot-tell' } as const;

/** Exhaustive: a new break of the lab does not compile until it is said here what it must show. */
export const symptoms: Record<PostgresBreakName, Symptoms> = {
  'subscription-disabled': {
    ...{ file: 'replication', check: 'replication-stopped', answer: 'not-safe', state: 'stopped' },
    message: /Replication is stopped \(subscription shop_subscription\): The subscription is disabled/,
    action: /ALTER SUBSCRIPTION "shop_subscription" ENABLE;/,
  },
  'worker-killed': {
    ...{ file: 'replication', check: 'replication-stopped', answer: 'not-safe', state: 'stopped' },
    message: /The subscription is enabled, and no apply worker runs/,
    action: /error log of the target says why/,
  },
  'apply-error': {
    ...{ file: 'replication', check: 'replication-broken', answer: 'not-safe', state: 'broken' },
    // The key that is in the way is one that the sequence of the target would give out next.
    // Since PostgreSQL 18 the target counts the conflict, too.
    alsoFires: ['sequences_behind', 'apply_conflicts'],
    message: /Its worker fails again and again \(\d+ times/,
    action: /Read the error log of the target: it says why\. Where it names a row, mend that row/,
  },
  'slot-dropped': {
    ...{ file: 'replication', check: 'replication-broken', answer: 'not-safe', state: 'broken' },
    message: /The source has no slot "shop_subscription"/,
    action: /DROP SUBSCRIPTION "shop_subscription"/,
  },
  'slot-lost': {
    ...{ file: 'replication', check: 'replication-broken', answer: 'not-safe', state: 'broken' },
    message: /Its slot "shop_subscription" is lost: the source has removed what it still needed/,
    action: /Raise max_slot_wal_keep_size on the source; .*DROP SUBSCRIPTION "shop_subscription"/,
  },
  'publisher-down': {
    ...away,
    message: /The source 127\.0\.0\.1:\d+ has not answered for \d+ s: nothing listens/,
    action: /.{11}/,
  },
  'subscriber-down': {
    ...away,
    message: /The target 127\.0\.0\.1:\d+ has not answered for \d+ s: nothing listens/,
    action: /.{11}/,
  },
  'wrong-password': {
    ...away,
    message: /The target 127\.0\.0\.1:\d+ has not answered for \d+ s: it refuses the login of "cutover"/,
    action: /Check username and password of "cutover" in the configuration/,
  },
  'table-not-published': {
    ...{ file: 'content', check: 'unpublished-tables', answer: 'not-safe' },
    message: /public\.product_images is in no publication that the target subscribes to/,
    action: /Add it to a publication/,
  },
  'replica-identity-missing': {
    ...{ file: 'content', check: 'replica-identity', answer: 'not-safe' },
    message: /public\.cart_items/,
    action: /REPLICA IDENTITY/,
  },
  'sequence-behind': {
    ...{ file: 'content', check: 'sequences-behind', isQuiet: true, answer: 'not-safe' },
    message: /public\.product_images_id_seq is behind the source/,
    action: /Run sequences\.sql on the target/,
  },
  'schema-changed': {
    ...{ file: 'content', check: 'schema-parity', answer: 'not-safe' },
    alsoFires: ['checksum_diverged', 'consistency_diverged'],
    message: /Column rating of public\.suppliers is missing on the target/,
    action: /Then verify the table again/,
  },
  'row-changed': { ...differs, message: /public\.customers differs/ },
  'row-missing': { ...differs, alsoFires: ['consistency_diverged'], message: /public\.reviews/ },
  'row-extra': { ...differs, alsoFires: ['consistency_diverged'], message: /public\.coupons/ },
  // A warning, of which the freeze takes care: the answer stays as it is.
  'long-transaction': {
    ...{ file: 'content', check: 'long-transaction', answer: 'safe' },
    message: /A transaction is open on the source/,
    action: /have it committed before the freeze/,
  },
};
