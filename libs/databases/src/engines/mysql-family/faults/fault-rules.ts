import type { ConnectFailureKind } from '../../../failure-kind.js';
import {
  address,
  sharedRules,
  type FaultContext,
  type FaultRule,
  type FaultRules,
} from '../../../session/faults/fault-rules.js';
import { quoteAccount } from '../privilege-names.js';
import { unlogged, unloggedSession } from '../suggested-statements.js';

/** The driver answers no server that asks for it, and says so as of any method that it does not know. */
type NeverTold = 'password-in-clear-text';

/** Before the login nobody says which host of the account was matched. */
const accountOf = (s: FaultContext): string => quoteAccount(`${s.username}@…`);

/** Every failure of a connection that we know how to help with. */
export const faultRules: FaultRules<Exclude<ConnectFailureKind, NeverTold>> = {
  ...sharedRules,
  'not-listening': {
    headline: (s) => `nothing listens on ${address(s)}`,
    action: () => 'Check that the server runs, its port and its bind-address.',
  },
  'login-denied': {
    headline: (s) =>
      `it refuses the login of "${s.username}" (Access denied)${s.usesTls ? '' : ', as it also does when the account requires TLS'}`,
    action: (s) =>
      `Check username and password of "${s.username}" in the configuration, and that the account is allowed from this machine.` +
      (s.usesTls ? '' : ' If it demands TLS (REQUIRE SSL), add tls (with ca) to this side.'),
  },
  'login-method-unknown': {
    action: (s) =>
      `Give "${s.username}" an authentication plugin that the driver speaks, for example mysql_native_password or caching_sha2_password, ${unloggedSession}.`,
  },
  'address-not-allowed': {
    headline: () => "it does not accept this machine's address",
    action: (s) => `Create the account "${s.username}" for the address of this machine, ${unloggedSession}.`,
  },
  'address-blocked': {
    headline: () => 'it blocked this machine after many failed connects',
    action: () => 'Run FLUSH LOCAL HOSTS on the server, then find what failed.',
  },
  'no-free-connection': {
    headline: () => 'it has no free connection',
    action: () => 'Look at SHOW PROCESSLIST, max_connections and max_user_connections on the server.',
  },
  'account-locked': {
    headline: (s) => `the account "${s.username}" is locked`,
    action: (s) => `Unlock it on the server: ${unlogged(`ALTER USER ${accountOf(s)} ACCOUNT UNLOCK`, s)}`,
  },
  'password-expired': {
    headline: (s) => `the password of "${s.username}" has expired`,
    action: (s) =>
      `Set a new password on the server (${unlogged(`ALTER USER ${accountOf(s)} IDENTIFIED BY '…'`, s)}) and the same in the configuration.`,
  },
  'tls-required': {
    code: 'TLS_REQUIRED',
    headline: () => 'it accepts TLS only',
    action: () => 'Add tls (with ca) to this side in the configuration.',
  },
};

/** For everything else: the message alone must help. */
export const fallbackRule: FaultRule = {
  action: (s) =>
    `Try by hand from this machine: mariadb -h ${s.host} -P ${s.port} -u ${s.username} -p. It is tried again by itself.`,
};
