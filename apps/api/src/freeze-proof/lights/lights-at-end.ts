import { freezeLightIds, type FreezeLight, type FreezeProofState } from '@cutover/contracts';

/** Label of the fact that holds the statement for the next proof; {@link sentinelMissed} makes it that of the light. */
export const forNextProof = 'Statement for the next proof';

/** Why a light that has no end of its own has none, after "Not looked at: " or "Not finished: ". */
const whyNoEnd: Readonly<Record<Exclude<FreezeProofState, 'running'>, string>> = {
  passed: 'the proof had ended before',
  failed: 'the proof had ended before',
  unproven: 'the proof had ended before',
  cancelled: 'the proof was cancelled',
  interrupted: 'Cutover ended during the proof',
};

/**
 * Pure: the lights of a proof that has ended in this state. What was being looked at is unknown, what waited was not looked
 * at, and no light asks any more for what only helps while the proof runs.
 */
export function lightsAtEnd(
  lights: readonly FreezeLight[],
  state: Exclude<FreezeProofState, 'running'>,
  nowIso: string,
): FreezeLight[] {
  return lights.map((light): FreezeLight => {
    const nothingToDo = { action: null, statement: null };
    if (light.state === 'running')
      return {
        ...light,
        ...nothingToDo,
        ...{ state: 'unknown', message: `Not finished: ${whyNoEnd[state]}.`, endedAt: nowIso },
      };
    if (light.state === 'waiting' && light.message === notYet)
      return { ...light, ...nothingToDo, message: `Not looked at: ${whyNoEnd[state]}.` };
    return sentinelMissed(light);
  });
}

/** What a light says before its turn has come. */
export const notYet = 'Not looked at yet.';

/** What a light says that makes no sense without an earlier one. */
export function notAfter(id: FreezeLight['id']): string {
  return `Not looked at, because light ${freezeLightIds.indexOf(id) + 1} is not green.`;
}

/** Pure: the first light when it is too late to write its row by hand; any other light as it is. */
export function sentinelMissed(light: FreezeLight): FreezeLight {
  if (light.id !== 'sentinel-written' || light.state !== 'unknown') return light;
  const statement = light.evidence.find(({ label }) => label === forNextProof)?.value ?? null;
  const action =
    statement === null
      ? 'Remove the reason, and start the proof again.'
      : 'Run this on the source while it takes writes, and start the proof again.';
  return { ...light, action, statement };
}

/** Pure: the second light after the lock of Cutover is gone; any other light as it is. `reason`: as FreezeHolder tells it. */
export function lockGone(light: FreezeLight, reason: string): FreezeLight {
  if (light.id !== 'source-frozen' || light.state !== 'green') return light;
  return { ...light, message: `${lockedMessage} The lock is gone: ${reason}.` };
}

/** Green, where Cutover freezes the source. It stays true when the lock has ended. */
export const lockedMessage =
  'Cutover locked the source (FLUSH TABLES WITH READ LOCK): nobody could write, administrators neither.';
