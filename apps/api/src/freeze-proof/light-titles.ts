import { freezeLightIds, type FreezeLight, type FreezeLightId } from '@cutover/contracts';
import { notYet } from './lights/lights-at-end.js';

/** What each light claims when it is green. */
export const lightTitles: Readonly<Record<FreezeLightId, string>> = {
  'sentinel-written': 'A sentinel row is written on the source',
  'source-frozen': 'The source is frozen, and nobody is left who could write',
  'source-still': 'The position of the source stands still',
  'target-reached': 'The target has reached that position',
  'sentinel-seen': 'The sentinel row has arrived on the target',
  'hot-tables': 'The tables written last are equal on both sides',
  'target-captured': 'The position of the target is captured before it takes writes',
};

/** What each light does while it is looked at, until it has more to say. */
export const lookingAt: Readonly<Record<FreezeLightId, string>> = {
  'sentinel-written': 'Writing the sentinel row on the source.',
  'source-frozen': 'Looking whether the source is frozen.',
  'source-still': 'Reading the position of the source twice.',
  'target-reached': 'Looking how far the target is.',
  'sentinel-seen': 'Looking for the sentinel row on the target.',
  'hot-tables': 'Choosing the tables to compare.',
  'target-captured': 'Reading the position of the target, and whether it was written.',
};

/** All seven, before anything was looked at. */
export function waitingLights(): FreezeLight[] {
  return freezeLightIds.map((id) => ({
    ...{ id, state: 'waiting', title: lightTitles[id], message: notYet, action: null, statement: null },
    ...{ evidence: [], startedAt: null, endedAt: null },
  }));
}
