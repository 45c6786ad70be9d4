import type { EncryptionPart, TablespaceState } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How the state of a tablespace is shown. Rotating is normal work, and not encrypted yet. */
export const tablespaceLook: Record<TablespaceState, Look> = {
  never: { word: 'Stays plain', tone: 'critical' },
  plain: { word: 'Plain', tone: 'warning' },
  rotating: { word: 'Encrypting', tone: 'neutral' },
  unknown: { word: 'Unknown', tone: 'unknown' },
  rekeying: { word: 'New key', tone: 'good' },
  done: { word: 'Encrypted', tone: 'good' },
};

/** What needs attention first. */
export const tablespaceRank: Record<TablespaceState, number> = {
  ...{ never: 0, plain: 1, rotating: 2, unknown: 3, rekeying: 4, done: 5 },
};

/** How the state of a part beside the tables is shown. */
export const partLook: Record<EncryptionPart['state'], Look> = {
  encrypted: { word: 'Encrypted', tone: 'good' },
  plain: { word: 'Plain', tone: 'warning' },
  unused: { word: 'Not written', tone: 'neutral' },
  unknown: { word: 'Unknown', tone: 'unknown' },
};
