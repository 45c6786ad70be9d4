import { freezeLightIds, type FreezeLight, type FreezeLightId } from '@cutover/contracts';

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

/** All seven, before anything was looked at. */
export function waitingLights(): FreezeLight[] {
  return freezeLightIds.map((id) => ({
    ...{ id, state: 'waiting', title: lightTitles[id], message: 'Not looked at yet.', action: null, statement: null },
    ...{ evidence: [], startedAt: null, endedAt: null },
  }));
}
