import { holdUpCheck } from '../hold-up-check.js';

/** DDL of the source is applied by the target after it is done there, for as long again. It ends by itself: no alert. */
export const ddlRunningCheck = holdUpCheck({
  id: 'ddl-running',
  kind: 'ddl',
  severity: 'INFO',
  claim: 'No definition is being changed',
  headline: (role) => `On the ${role} a definition is being changed`,
  isEnded: false,
  action: (role) =>
    role === 'source'
      ? 'Wait until it is done, and then as long again until the target has done it too. Start no other one before the cutover.'
      : 'Wait until it is done. If it is not replication that does it, find out who changes the target.',
});
