import type { Engine } from '@cutover/contracts';
import type { ConnectFailureKind } from '../../../failure-kind.js';
import { quoteAccount } from '../privilege-names.js';
import { unlogged, unloggedSession } from '../suggested-statements.js';

/** Which server the fault is about, as the user wrote it. */
export interface FaultContext {
  host: string;
  port: number;
  username: string;
  rds: boolean;
  /** Whether tls is configured. */
  usesTls: boolean;
  /** The file that could not be read, where that is the fault. */
  file?: string | undefined;
  /** What the server is, where that is not what the configuration says. */
  engineFound?: Engine | undefined;
}

/** What to tell people of one kind of failure. */
export interface FaultRule {
  /** Stable code for the user; left out, the driver's code is kept. */
  code?: string;
  /** What happened, in plain words; it follows "The target does not answer: ". Left out where only the message tells. */
  headline?(subject: FaultContext): string;
  /** What the user should do next. It follows the headline and does not say it again. */
  action(subject: FaultContext): string;
}

/** Before the login nobody says which host of the account was matched. */
const accountOf = (s: FaultContext): string => quoteAccount(`${s.username}@…`);
const address = (s: FaultContext): string => `${s.host}:${s.port}`;

/** Every failure of a connection that we know how to help with. */
export const faultRules: Readonly<Record<ConnectFailureKind, FaultRule>> = {
  'password-file-unreadable': {
    headline: (s) => `its password file ${s.file} cannot be read`,
    action: (s) => `Check that ${s.file} exists and that the user running Cutover may read it (passwordFile).`,
  },
  'tls-file-unreadable': {
    headline: (s) => `the TLS file ${s.file} cannot be read`,
    action: (s) =>
      `Check that ${s.file} exists and that the user running Cutover may read it (tls.ca, tls.cert, tls.key).`,
  },
  'tls-file-invalid': {
    action: () => 'It is read anew at each attempt: correct tls.ca, tls.cert or tls.key, no restart is needed.',
  },
  'not-listening': {
    headline: (s) => `nothing listens on ${address(s)}`,
    action: () => 'Check that the server runs, its port and its bind-address.',
  },
  'no-answer': {
    headline: (s) => `${address(s)} did not answer in time`,
    action: () => "Check the network, firewall or security group, and the server's load.",
  },
  'name-unknown': {
    headline: (s) => `the name ${s.host} does not resolve`,
    action: () => "Check the spelling of host and this machine's DNS.",
  },
  'no-route': {
    headline: (s) => `there is no route to ${s.host}`,
    action: () => 'Check the network and VPN of this machine.',
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
  'tls-not-offered': {
    code: 'TLS_REFUSED',
    headline: () => 'it offers no TLS',
    action: () => 'Turn TLS on at the server, or remove tls from this side if the network is trusted.',
  },
  'certificate-untrusted': {
    code: 'TLS_REFUSED',
    headline: () => 'its certificate is not signed by a trusted CA',
    action: () => 'Set tls.ca to the file with the CA that signed it.',
  },
  'certificate-of-another-host': {
    code: 'TLS_REFUSED',
    headline: (s) => `its certificate was not issued for "${s.host}"`,
    action: () => 'Use a host name that stands in it, or renew the certificate.',
  },
  'certificate-outside-validity': {
    code: 'TLS_REFUSED',
    headline: () => 'its certificate is outside its validity',
    action: () => 'Renew it, and check the clocks of both machines.',
  },
  'tls-failed': {
    code: 'TLS_REFUSED',
    headline: () => 'TLS could not be agreed',
    action: () => 'Check tls.ca, tls.cert and tls.key, and that the server speaks TLS 1.2 or later.',
  },
  'engine-mismatch': {
    action: (s) => `Set engine: ${s.engineFound} for this migration, or correct host and port of this side.`,
  },
  'shutting-down': {
    headline: () => 'it is shutting down',
    action: () => 'It is tried again by itself.',
  },
  'connection-lost': {
    headline: (s) => `the connection to ${address(s)} was lost`,
    action: () => 'Check whether the server restarted or a proxy between cut it. It is tried again by itself.',
  },
};

/** For everything else: the message alone must help. */
export const fallbackRule: FaultRule = {
  action: (s) =>
    `Try by hand from this machine: mariadb -h ${s.host} -P ${s.port} -u ${s.username} -p. It is tried again by itself.`,
};
