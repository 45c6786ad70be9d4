import { holdUpCheck } from '../hold-up-check.js';

/** A backup takes locks that stop writes or DDL, and slows both sides. It is expected and ends by itself: no alert. */
export const backupRunningCheck = holdUpCheck({
  id: 'backup-running',
  kind: 'backup',
  severity: 'INFO',
  claim: 'No backup is running',
  headline: (role) => `On the ${role} a backup is running, or somebody holds its lock`,
  isEnded: false,
  action: (role) =>
    role === 'source'
      ? 'Wait until it is done before you freeze the source, and keep the next one from starting then.'
      : 'Wait until it is done: replication may stand still behind its lock.',
});
