import type { DriverError } from './driver-error.js';

/** What was seen: the driver's code and number, and the words of the server or the system. */
export type SeenFault = Pick<DriverError, 'code' | 'errno' | 'message'>;

/** Which server the fault is about, as the user wrote it. */
export interface FaultSubject {
  host: string;
  port: number;
  username: string;
  /** The file that could not be read, where that is the fault. */
  file?: string | undefined;
}

/** One kind of failure. The first rule that matches wins. */
export interface FaultRule {
  /** Stable code for the user; left out, the driver's code is kept. */
  code?: string;
  matches(seen: SeenFault): boolean;
  /** What the user should do next. */
  action(subject: FaultSubject): string;
}

const byCode = (...codes: string[]) => ({ matches: (seen: SeenFault) => codes.includes(seen.code) });
const byNumber = (...numbers: number[]) => ({ matches: (seen: SeenFault) => numbers.includes(seen.errno) });
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
    action: (s) => `Check that ${s.file} exists and that the user running Cutover may read it (passwordFile).`,
  },
  {
    ...byCode('TLS_FILE_UNREADABLE'),
    action: (s) =>
      `Check that ${s.file} exists and that the user running Cutover may read it (tls.ca, tls.cert, tls.key).`,
  },
  {
    ...byCode('ECONNREFUSED'),
    action: (s) => `Nothing listens on ${address(s)}: check that the server runs, its port and its bind-address.`,
  },
  {
    ...byCode('ETIMEDOUT'),
    action: (s) =>
      `${address(s)} did not answer in time: check the network, firewall or security group, and the server's load.`,
  },
  {
    ...byCode('ENOTFOUND', 'EAI_AGAIN'),
    action: (s) => `The name ${s.host} does not resolve here: check the spelling of host and this machine's DNS.`,
  },
  {
    ...byCode('EHOSTUNREACH', 'ENETUNREACH'),
    action: (s) => `There is no route to ${s.host}: check the network and VPN of this machine.`,
  },
  {
    ...byNumber(1045, 1698),
    action: (s) =>
      `Check username and password of "${s.username}" in the configuration, and that the account is allowed from this machine` +
      ' (an account that requires TLS also answers like this when tls is missing).',
  },
  {
    ...byNumber(1251),
    action: (s) =>
      `Give "${s.username}" an authentication plugin that the driver speaks, for example mysql_native_password or caching_sha2_password.`,
  },
  {
    ...byCode('AUTH_SWITCH_PLUGIN_ERROR'),
    action: (s) =>
      `Give "${s.username}" an authentication plugin that the driver speaks, for example mysql_native_password or caching_sha2_password.`,
  },
  {
    ...byNumber(1130),
    action: (s) => `The server does not accept this machine's address: create the account "${s.username}" for it.`,
  },
  {
    ...byNumber(1129),
    action: () =>
      'The server blocked this machine after many failed connects: run FLUSH HOSTS on it, then find what failed.',
  },
  {
    ...byNumber(1040, 1203, 1226),
    action: () =>
      'The server has no free connection for this account: look at SHOW PROCESSLIST, max_connections and max_user_connections.',
  },
  {
    ...byNumber(3118, 4151),
    action: (s) => `The account "${s.username}" is locked: ALTER USER … ACCOUNT UNLOCK.`,
  },
  {
    ...byNumber(1820, 1862),
    action: (s) => `The password of "${s.username}" has expired: set a new one on the server and in the configuration.`,
  },
  {
    code: 'TLS_REQUIRED',
    matches: (seen) => seen.errno === 3159 || /insecure transport/i.test(seen.message),
    action: () => 'The server accepts TLS only: add tls (with ca) to this side in the configuration.',
  },
  {
    code: 'TLS_REFUSED',
    matches: (seen) => seen.code === 'HANDSHAKE_NO_SSL_SUPPORT',
    action: () =>
      'The server offers no TLS: turn TLS on there, or remove tls from this side if the network is trusted.',
  },
  {
    ...tls(/self.signed|unable to (get|verify)|issuer|verify the first/i),
    action: () =>
      "The server's certificate is not signed by a trusted CA: set tls.ca to the file with the CA that signed it.",
  },
  {
    ...tls(/altnames|does not match/i),
    action: (s) =>
      `The server's certificate was not issued for "${s.host}": use a host name that stands in it, or renew the certificate.`,
  },
  {
    ...tls(/expired|not yet valid/i),
    action: () => "The server's certificate is outside its validity: renew it, and check the clocks of both machines.",
  },
  {
    ...tls(/./),
    action: () =>
      'TLS could not be agreed: check tls.ca, tls.cert and tls.key, and that the server speaks TLS 1.2 or later.',
  },
  {
    ...byNumber(1053),
    action: () => 'The server is shutting down; it is tried again by itself.',
  },
  {
    ...byCode('PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'),
    action: (s) =>
      `The connection to ${address(s)} was lost: check whether the server restarted or a proxy between cut it. It is tried again by itself.`,
  },
];

/** For everything else: the message alone must help. */
export const fallbackRule: FaultRule = {
  matches: () => true,
  action: (s) =>
    `Try by hand from this machine: mariadb -h ${s.host} -P ${s.port} -u ${s.username} -p. It is tried again by itself.`,
};
