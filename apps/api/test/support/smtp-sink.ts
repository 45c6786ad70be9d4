import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One mail that a sink took. */
export interface SunkMail {
  from: string;
  to: string[];
  /** Headers and text as they came. */
  source: string;
  /** Whether the connection was encrypted, and who had logged in. */
  isEncrypted: boolean;
  user: string | undefined;
}

/** A real mail server on loopback that keeps what it gets. */
export interface SmtpSink {
  port: number;
  /** Its certificate, which no system trusts. */
  ca: string;
  mails: SunkMail[];
  end(): Promise<void>;
}

export const login = { username: 'cutover', password: 'mail-p4ssword' };

/** Wants `login` over STARTTLS, unless the options say otherwise. */
export async function openSmtpSink(options: SMTPServerOptions = {}): Promise<SmtpSink> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-smtp-'));
  const [key, ca] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const wanted = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    ca,
    ...subject,
  ];
  execFileSync('openssl', wanted, { stdio: 'ignore' });
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    ...{ key: readFileSync(key), cert: readFileSync(ca) },
    onAuth: ({ username, password }, _session, done) =>
      username === login.username && password === login.password
        ? done(null, { user: username })
        : done(Object.assign(new Error(`Wrong password ${password} of ${username}`), { responseCode: 535 })),
    onData: (stream, { envelope, secure, user }, done) => {
      let source = '';
      stream.setEncoding('utf8');
      stream.on('data', (piece: string) => (source += piece));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from, to, source, isEncrypted: secure, user });
        done(null, 'queued as 4711');
      });
    },
    ...options,
  });
  // A client that goes away is no fault of the sink.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    ca,
    mails,
    end: async () => {
      await new Promise<void>((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
