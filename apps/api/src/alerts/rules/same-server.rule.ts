import { proven, type AlertRule } from '../alert-rule.js';

/** Source and target are one server: every comparison would match and mean nothing. */
export const sameServerRule: AlertRule = {
  type: 'same_server',
  policy: proven,
  judge: ({ connection: { source, target, sameServer } }) => ({
    findings: sameServer
      ? [
          {
            subject: 'target',
            severity: 'CRITICAL',
            message: `Source (${source.host}:${source.port}) and target (${target.host}:${target.port}) are the same server; every verdict is void`,
            action: 'Correct host and port of the source or the target in the configuration, then restart Cutover.',
            evidence: `${source.since} ${target.since}`,
          },
        ]
      : [],
    otherwise: () =>
      source.state === 'up' && target.state === 'up'
        ? { kind: 'good', evidence: `${source.lastSeenAt} ${target.lastSeenAt}` }
        : { kind: 'unknown' },
  }),
};
