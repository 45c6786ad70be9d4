import { autoIncrementBehind } from './auto-increment-behind.js';
import { binlogRetentionShort } from './binlog-retention-short.js';
import type { BreakName } from './break-names.js';
import { collationChanged } from './collation-changed.js';
import { encryptionThreadsZero } from './encryption-threads-zero.js';
import { grantMissing } from './grant-missing.js';
import { indexMissing } from './index-missing.js';
import { lag } from './lag.js';
import type { LabBreak } from './lab-break.js';
import { plainTable } from './plain-table.js';
import { eventSchedulerOn } from './event-scheduler-on.js';
import { longTransaction } from './long-transaction.js';
import { receiverDead } from './receiver-dead.js';
import { replicaBroken } from './replica-broken.js';
import { replicaStopped } from './replica-stopped.js';
import { rowChanged } from './row-changed.js';
import { rowExtra } from './row-extra.js';
import { rowMissing } from './row-missing.js';
import { sourceDown } from './source-down.js';
import { strayWriteOnTarget } from './stray-write-on-target.js';
import { tableDropped } from './table-dropped.js';
import { targetDown } from './target-down.js';
import { wrongPassword } from './wrong-password.js';

/** A break is one file and one line here. */
export const breaks: Readonly<Record<BreakName, LabBreak>> = {
  'replica-stopped': replicaStopped,
  'replica-broken': replicaBroken,
  'receiver-dead': receiverDead,
  lag,
  'row-changed': rowChanged,
  'row-missing': rowMissing,
  'row-extra': rowExtra,
  'table-dropped': tableDropped,
  'grant-missing': grantMissing,
  'index-missing': indexMissing,
  'collation-changed': collationChanged,
  'auto-increment-behind': autoIncrementBehind,
  'wrong-password': wrongPassword,
  'source-down': sourceDown,
  'target-down': targetDown,
  'encryption-threads-zero': encryptionThreadsZero,
  'plain-table': plainTable,
  'event-scheduler-on': eventSchedulerOn,
  'stray-write-on-target': strayWriteOnTarget,
  'long-transaction': longTransaction,
  'binlog-retention-short': binlogRetentionShort,
};
