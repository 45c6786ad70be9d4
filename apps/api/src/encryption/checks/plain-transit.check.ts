import { roles } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';

const configureTls =
  'Set tls in the configuration of that side (cutover.example.yaml), and make the server demand it (require_secure_transport = ON; PostgreSQL: hostssl in pg_hba.conf, on RDS rds.force_ssl).';
const replicateWithTls =
  'On the target: stop the channel, CHANGE MASTER TO MASTER_SSL = 1 with MASTER_SSL_CA (MySQL: CHANGE REPLICATION SOURCE TO SOURCE_SSL = 1), and start it.';

const subscribeWithTls =
  'On the target: ALTER SUBSCRIPTION with a CONNECTION that has sslmode=verify-full and sslrootcert. Its worker connects anew by itself.';

const connectFirst = 'See to replication first: it is told as soon as the worker of the subscription is connected.';
const seeSessions =
  'On the source: GRANT pg_monitor to the account of Cutover, which then sees whether the session of the worker is encrypted.';

/** Sides that answer to us over a connection in the clear. */
function ourSessions({ connection }: Evidence, evidence: string): Found[] {
  return roles.flatMap((role): Found[] => {
    const { state, tlsCipher } = connection[role];
    if (state !== 'up' || tlsCipher !== null) return [];
    return [
      {
        ...{ subject: role, outcome: 'fail', severity: 'INFO', evidence, action: configureTls },
        message: `Cutover reads the ${role} over a connection that is not encrypted`,
      },
    ];
  });
}

/** Channels by which rows come in the clear. */
function channels({ lag }: Evidence, evidence: string): Found[] {
  return (lag?.channels ?? []).flatMap(({ name, tls, subscription }): Found[] => {
    if (tls === true) return [];
    const isSubscription = subscription != null;
    const channel = isSubscription ? `subscription ${name}` : name === '' ? 'default channel' : `channel ${name}`;
    const common = { subject: channel, severity: 'INFO', evidence } as const;
    if (tls === false)
      return [
        {
          ...{ ...common, outcome: 'fail', action: isSubscription ? subscribeWithTls : replicateWithTls },
          message: `Replication brings rows over a connection that is not encrypted (${channel})`,
        },
      ];
    const isConnected = subscription?.slot?.isActive === true;
    return [
      {
        ...{ ...common, outcome: 'unknown' },
        action: isSubscription ? (isConnected ? seeSessions : connectFirst) : replicateWithTls,
        message: `Whether replication is encrypted on its way is unknown (${channel})`,
      },
    ];
  });
}

/** Rows on their way. It is said and does not block: a network may be private, and encrypted below. */
export const plainTransitCheck: Check = {
  id: 'plain-transit',
  claim: 'Rows are encrypted on their way to the target and to Cutover',
  blocks: 'never',
  needs: 'both',
  policy: passing,
  judge: (evidence): CheckReading => {
    const { encryption, connection, lag } = evidence;
    const at = encryption.target?.measuredAt ?? null;
    if (at === null || lag === null) return nothingKnown;
    const isKnown = connection.source.state === 'up' && connection.target.state === 'up' && lag.channels.length > 0;
    return {
      found: [...ourSessions(evidence, at), ...channels(evidence, at)],
      rest: isKnown ? 'pass' : 'unknown',
      otherwise: () => (isKnown ? { kind: 'pass', evidence: at } : { kind: 'unknown' }),
    };
  },
};
