import { nothingKnown, passing, type Check } from '../../evidence/check.js';

/**
 * A dead writer is no lag: beats that are not written say nothing of the target. It does not block: the other measures go on.
 */
export const heartbeatWrittenCheck: Check = {
  id: 'heartbeat-written',
  claim: 'The heartbeat, where one is configured, is written on the source and read on the target',
  blocks: 'never',
  needs: 'both',
  policy: passing,
  judge: ({ heartbeat }) => {
    if (heartbeat === null) return nothingKnown;
    const good = { found: [], rest: 'pass' as const };
    if (heartbeat === 'none')
      return { ...good, otherwise: () => ({ kind: 'pass' as const, evidence: 'none is configured' }) };
    const { writer, reason, action, measuredAt, table } = heartbeat;
    const otherwise = () => ({ kind: 'pass' as const, evidence: measuredAt });
    if (writer === 'paused' || reason === null) return { ...good, otherwise };
    const isUnwritten = writer === 'failing';
    const side = isUnwritten ? 'source' : 'target';
    return {
      found: [
        {
          ...{ subject: side, side },
          outcome: 'unknown',
          severity: 'WARNING',
          message: `${isUnwritten ? 'The heartbeat is not written' : 'The heartbeat says nothing of the lag'} (${table}): ${reason}`,
          action: action ?? 'Nothing to do.',
          evidence: measuredAt,
        },
      ],
      rest: 'pass',
      otherwise,
    };
  },
};
