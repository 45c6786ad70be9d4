import type { DriverError } from '../driver-error.js';
import { quoteAccount } from '../engines/mysql-family/privilege-names.js';
import { unlogged, unloggedSession } from '../engines/mysql-family/suggested-statements.js';

/** What was seen: the driver's code and number, and the words of the server or the system. */
export type SeenFault = Pick<DriverError, 'code' | 'errno' | 'message'>;

/** Which server the fault is about, as the user wrote it. */
export interface FaultSubject {
  host: string;
  port: number;
  username: string;
  rds: boolean;
  /** Whether tls is configured. */
  usesTls: boolean;
  /** The file that could not be read, where that is the fault. */
  file?: string | undefined;
}

/** One kind of failure. The first rule that matches wins. */
export interface FaultRule {
  /** Stable code for the user; left out, the driver's code is kept. */
  code?: string;
  matches(seen: SeenFault): boolean;
  /** What happened, in plain words; it follows "The target does not answer: ". Left out where only the message tells. */
  headline?(subject: FaultSubject): string;
  /** What the user should do next. It follows the headline and does not say it again. */
  action(subject: FaultSubject): string;
}

const byCode = (...codes: string[]) => ({ matches: (seen: SeenFault) => codes.includes(seen.code) });
const byNumber = (...numbers: number[]) => ({ matches: (seen: SeenFault) => numbers.includes(seen.errno) });
/** Before the login nobody says which host of the account was matched. */
const accountOf = (s: FaultSubject): string => quoteAccount(`${s.username}@…`);
const address = (s: FaultSubject): string => `${s.host}:${s.port}`;

/** Failures of TLS carry one code in the driver; the words of OpenSSL and Node tell them apart. */
const tls = (pattern: RegExp) => ({
  code: 'TLS_REFUSED',
  matches: (seen: SeenFault) => seen.code === 'HANDSHAKE_SSL_ERROR' && pattern.test(seen.message),
});

/** Every failure we know how to help with. Adding one is adding an entry. */
export const faultRules: readonly FaultRule[] = [
  {
    ...byCode('PASSWORD_FILE_UNREADABLE'),
    headline: (s) => `its password file ${s.file} cannot be read`,
    action: (s) => `Check that ${s.file} exists and that the user running Cutover may read it (passwordFile).`,
  },
  {
    ...byCode('TLS_FILE_UNREADABLE'),
    headline: (s) => `the TLS file ${s.file} cannot be read`,
    action: (s) =>
      `Check that ${s.file} exists and that the user running Cutover may read it (tls.ca, tls.cert, tls.key).`,
  },
  {
    ...byCode('TLS_FILE_INVALID'),
    action: () => 'It is read anew at each attempt: correct tls.ca, tls.cert or tls.key, no restart is needed.',
  },
  {
    ...byCode('ECONNREFUSED'),
    headline: (s) => `nothing listens on ${address(s)}`,
    action: () => 'Check that the server runs, its port and its bind-address.',
  },
  {
    ...byCode('ETIMEDOUT'),
    headline: (s) => `${address(s)} did not answer in time`,
    action: () => "Check the network, firewall or security group, and the server's load.",
  },
  {
    ...byCode('ENOTFOUND', 'EAI_AGAIN'),
    headline: (s) => `the name ${s.host} does not resolve`,
    action: () => "Check the spelling of host and this machine's DNS.",
  },
  {
    ...byCode('EHOSTUNREACH', 'ENETUNREACH'),
    headline: (s) => `there is no route to ${s.host}`,
    action: () => 'Check the network and VPN of this machine.',
  },
  {
    ...byNumber(1045, 1698),
    headline: (s) =>
      `it refuses the login of "${s.username}" (Access denied)${s.usesTls ? '' : ', as it also does when the account requires TLS'}`,
    action: (s) =>
      `Check username and password of "${s.username}" in the configuration, and that the account is allowed from this machine.` +
      (s.usesTls ? '' : ' If it demands TLS (REQUIRE SSL), add tls (with ca) to this side.'),
  },
  {
    matches: (seen) => seen.errno === 1251 || seen.code === 'AUTH_SWITCH_PLUGIN_ERROR',
    action: (s) =>
      `Give "${s.username}" an authentication plugin that the driver speaks, for example mysql_native_password or caching_sha2_password, ${unloggedSession}.`,
  },
  {
    ...byNumber(1130),
    headline: () => "it does not accept this machine's address",
    action: (s) => `Create the account "${s.username}" for the address of this machine, ${unloggedSession}.`,
  },
  {
    ...byNumber(1129),
    headline: () => 'it blocked this machine after many failed connects',
    action: () => 'Run FLUSH LOCAL HOSTS on the server, then find what failed.',
  },
  {
    ...byNumber(1040, 1203, 1226),
    headline: () => 'it has no free connection',
    action: () => 'Look at SHOW PROCESSLIST, max_connections and max_user_connections on the server.',
  },
  {
    ...byNumber(3118, 4151),
    headline: (s) => `the account "${s.username}" is locked`,
    action: (s) => `Unlock it on the server: ${unlogged(`ALTER USER ${accountOf(s)} ACCOUNT UNLOCK`, s)}`,
  },
  {
    ...byNumber(1820, 1862),
    headline: (s) => `the password of "${s.username}" has expired`,
    action: (s) =>
      `Set a new password on the server (${unlogged(`ALTER USER ${accountOf(s)} IDENTIFIED BY '…'`, s)}) and the same in the configuration.`,
  },
  {
    code: 'TLS_REQUIRED',
    matches: (seen) => seen.errno === 3159 || /insecure transport/i.test(seen.message),
    headline: () => 'it accepts TLS only',
    action: () => 'Add tls (with ca) to this side in the configuration.',
  },
  {
    code: 'TLS_REFUSED',
    matches: (seen) => seen.code === 'HANDSHAKE_NO_SSL_SUPPORT',
    headline: () => 'it offers no TLS',
    action: () => 'Turn TLS on at the server, or remove tls from this side if the network is trusted.',
  },
  {
    ...tls(/self.signed|unable to (get|verify)|issuer|verify the first/i),
    headline: () => 'its certificate is not signed by a trusted CA',
    action: () => 'Set tls.ca to the file with the CA that signed it.',
  },
  {
    ...tls(/altnames|does not match/i),
    headline: (s) => `its certificate was not issued for "${s.host}"`,
    action: () => 'Use a host name that stands in it, or renew the certificate.',
  },
  {
    ...tls(/expired|not yet valid/i),
    headline: () => 'its certificate is outside its validity',
    action: () => 'Renew it, and check the clocks of both machines.',
  },
  {
    ...tls(/./),
    headline: () => 'TLS could not be agreed',
    action: () => 'Check tls.ca, tls.cert and tls.key, and that the server speaks TLS 1.2 or later.',
  },
  {
    ...byNumber(1053),
    headline: () => 'it is shutting down',
    action: () => 'It is tried again by itself.',
  },
  {
    ...byCode('PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'),
    headline: (s) => `the connection to ${address(s)} was lost`,
    action: () => 'Check whether the server restarted or a proxy between cut it. It is tried again by itself.',
  },
];

/** For everything else: the message alone must help. */
export const fallbackRule: FaultRule = {
  matches: () => true,
  action: (s) =>
    `Try by hand from this machine: mariadb -h ${s.host} -P ${s.port} -u ${s.username} -p. It is tried again by itself.`,
};
