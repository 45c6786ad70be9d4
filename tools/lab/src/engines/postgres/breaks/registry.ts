import { applyError } from './apply-error.js';
import type { BreakName } from './break-names.js';
import type { LabBreak } from './lab-break.js';
import { longTransaction } from './long-transaction.js';
import { publisherDown } from './publisher-down.js';
import { replicaIdentityMissing } from './replica-identity-missing.js';
import { rowChanged } from './row-changed.js';
import { rowExtra } from './row-extra.js';
import { rowMissing } from './row-missing.js';
import { schemaChanged } from './schema-changed.js';
import { sequenceBehind } from './sequence-behind.js';
import { slotDropped } from './slot-dropped.js';
import { slotLost } from './slot-lost.js';
import { subscriberDown } from './subscriber-down.js';
import { subscriptionDisabled } from './subscription-disabled.js';
import { tableNotPublished } from './table-not-published.js';
import { workerKilled } from './worker-killed.js';
import { wrongPassword } from './wrong-password.js';

/** A break is one file and one line here. */
export const breaks: Readonly<Record<BreakName, LabBreak>> = {
  'subscription-disabled': subscriptionDisabled,
  'worker-killed': workerKilled,
  'apply-error': applyError,
  'slot-dropped': slotDropped,
  'slot-lost': slotLost,
  'publisher-down': publisherDown,
  'subscriber-down': subscriberDown,
  'wrong-password': wrongPassword,
  'table-not-published': tableNotPublished,
  'replica-identity-missing': replicaIdentityMissing,
  'sequence-behind': sequenceBehind,
  'schema-changed': schemaChanged,
  'row-changed': rowChanged,
  'row-missing': rowMissing,
  'row-extra': rowExtra,
  'long-transaction': longTransaction,
};
