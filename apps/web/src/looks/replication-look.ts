import type { ReplicationState } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How the state of replication is shown. Applying is normal work, not a fault. */
export const replicationLook: Record<ReplicationState, Look> = {
  applying: { word: 'Applying', tone: 'good' },
  idle: { word: 'Caught up', tone: 'good' },
  'receiving-only': { word: 'Receiving only', tone: 'critical' },
  stopped: { word: 'Stopped', tone: 'critical' },
  broken: { word: 'Broken', tone: 'critical' },
  'not-configured': { word: 'Not configured', tone: 'critical' },
  unknown: { word: 'Unknown', tone: 'unknown' },
};
