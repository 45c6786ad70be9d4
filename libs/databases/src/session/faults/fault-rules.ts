import type { Engine } from '@cutover/contracts';
import type { ConnectFailureKind, FailureKind } from '../../failure-kind.js';

/** Which server the fault is about, as the user wrote it. */
export interface FaultContext {
  host: string;
  port: number;
  username: string;
  rds: boolean;
  /** Of the configuration; only some engines have one. */
  database?: string | undefined;
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

/** What an engine has to say of each failure that it knows. */
export type FaultRules<Kind extends FailureKind = ConnectFailureKind> = Readonly<Record<Kind, FaultRule>>;

/** As people write it. */
export const address = (s: FaultContext): string => `${s.host}:${s.port}`;

/** What is said in the same words whatever the engine. */
export const sharedRules = {
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
  'pooler-between': {
    headline: (s) => `a connection pooler (PgBouncer, RDS Proxy, …) answers on ${address(s)} in place of the server`,
    action: () =>
      'Give host and port of the server itself: behind a pooler, settings and snapshots of our sessions would reach another session.',
  },
  'another-server': {
    headline: (s) => `a new connection to ${address(s)} leads to another server than the one before`,
    action: () =>
      'After a failover it is connected anew by itself. Where this comes again, several servers share the address: give host and port of one of them.',
  },
  'version-unsupported': {
    action: () => 'docs/compatibility.md names the versions that were tried. Upgrade the server, or name another one.',
  },
  'own-limit-reached': {
    headline: () => 'all connections that Cutover may open on it are in use',
    action: () => 'It is tried again by itself. Where this comes again, raise maxConnections of this side.',
  },
  'shutting-down': {
    headline: () => 'it is shutting down',
    action: () => 'It is tried again by itself.',
  },
  'connection-lost': {
    headline: (s) => `the connection to ${address(s)} was lost`,
    action: () => 'Check whether the server restarted or a proxy between cut it. It is tried again by itself.',
  },
  'tls-not-offered': {
    code: 'TLS_REFUSED',
    headline: () => 'it offers no TLS',
    action: () => 'Turn TLS on at the server, or remove tls from this side if the network is trusted.',
  },
} satisfies Partial<FaultRules>;
