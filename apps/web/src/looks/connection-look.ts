import type { ConnectionState } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How the state of one server is shown. */
export const connectionLook: Record<ConnectionState, Look> = {
  connecting: { word: 'Connecting', tone: 'unknown' },
  up: { word: 'Up', tone: 'good' },
  down: { word: 'Down', tone: 'critical' },
};
