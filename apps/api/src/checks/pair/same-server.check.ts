import { proven, type Check } from '../../evidence/check.js';

/** Source and target are one server: every comparison would match and mean nothing. */
export const sameServerCheck: Check = {
  id: 'same-server',
  claim: 'Source and target are two servers',
  blocks: 'when-failed',
  weight: 'loss',
  needs: 'both',
  notWaivable: 'Source and target are one server, so that no comparison says anything. Correct the configuration.',
  policy: proven,
  judge: ({ connection: { source, target, sameServer } }) => ({
    found: sameServer
      ? [
          {
            subject: 'target',
            outcome: 'fail',
            severity: 'CRITICAL',
            message: `Source (${source.host}:${source.port}) and target (${target.host}:${target.port}) are the same server; every verdict is void`,
            action: 'Correct host and port of the source or the target in the configuration, then restart Cutover.',
            evidence: `${source.since} ${target.since}`,
          },
        ]
      : [],
    rest: source.state === 'up' && target.state === 'up' ? 'pass' : 'unknown',
    otherwise: () =>
      source.state === 'up' && target.state === 'up'
        ? { kind: 'pass', evidence: `${source.lastSeenAt} ${target.lastSeenAt}` }
        : { kind: 'unknown' },
  }),
};
