import type { ConnectFailureKind } from '../../../failure-kind.js';
import { address, sharedRules, type FaultRule, type FaultRules } from '../../../session/faults/fault-rules.js';
import { quoteIdentifier } from '../quote-identifier.js';

/** These PostgreSQL does not tell apart from others. */
type NeverTold = 'address-blocked' | 'account-locked' | 'password-expired' | 'tls-required';

/** Every failure of a connection that we know how to help with. */
export const faultRules: FaultRules<Exclude<ConnectFailureKind, NeverTold> | 'database-missing' | 'right-missing'> = {
  ...sharedRules,
  'not-listening': {
    headline: (s) => `nothing listens on ${address(s)}`,
    action: () => 'Check that the server runs, its port and its listen_addresses.',
  },
  'login-denied': {
    headline: (s) => `it refuses the login of "${s.username}"`,
    action: (s) => `Check username and password of "${s.username}" in the configuration.`,
  },
  'login-method-unknown': {
    headline: () => 'it asks for a login in a way that could not be used',
    action: () =>
      'Give the account a password that is stored as scram-sha-256, and that method to its line in pg_hba.conf.',
  },
  'password-in-clear-text': {
    headline: () => 'it asks for the password in clear text, and nothing proves that it is the server',
    action: () =>
      'Give the line of this account in pg_hba.conf the method scram-sha-256. Where that must stay password, ldap, pam or radius: set tls.ca of this side and leave tls.verify on, and the password goes to the verified server only.',
  },
  'address-not-allowed': {
    action: (s) =>
      `See that the role may log in (ALTER ROLE ${quoteIdentifier(s.username)} LOGIN), and that pg_hba.conf of the server has a line for it, the database ${s.database ?? ''} and the address of this machine.` +
      (s.usesTls ? '' : ' If that line says hostssl, add tls (with ca) to this side.'),
  },
  'no-free-connection': {
    headline: () => 'it has no free connection',
    action: () =>
      'Look at pg_stat_activity, max_connections and the connection limit of the role and the database on the server.',
  },
  'database-missing': {
    headline: (s) => `it has no database "${s.database ?? ''}"`,
    action: () => 'Correct database of this side in the configuration: upper and lower case count.',
  },
  'right-missing': {
    headline: (s) => `it does not let "${s.username}" into the database "${s.database ?? ''}"`,
    action: (s) =>
      `Run on the server: GRANT CONNECT ON DATABASE ${quoteIdentifier(s.database ?? '')} TO ${quoteIdentifier(s.username)};`,
  },
  'shutting-down': {
    headline: () => 'it is starting up or shutting down',
    action: () => 'It is tried again by itself.',
  },
};

/** For everything else: the message alone must help. */
export const fallbackRule: FaultRule = {
  action: (s) =>
    `Try by hand from this machine: psql -h ${s.host} -p ${s.port} -U ${s.username} ${s.database ?? ''}. It is tried again by itself.`,
};
