import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LabHome } from './lab-home.js';
import { runProgram } from './server/programs.js';

const validDays = '3650';
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes the lab's own authority, a certificate for each server (valid for 127.0.0.1 and localhost) and one for clients.
 * @throws LabError when openssl is missing or fails.
 */
export async function makeCertificates(home: LabHome): Promise<void> {
  await mkdir(home.tlsFolder, { recursive: true, mode: 0o700 });
  const caKey = join(home.tlsFolder, 'ca.key');
  await openssl(
    ['req', '-x509', ...newKey, '-keyout', caKey, '-out', home.ca, '-days', validDays, '-sha256'],
    ['-subj', '/CN=Cutover lab authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  await Promise.all([
    certify(home, 'source', home.serverKey('source'), home.serverCert('source'), serverExtensions),
    certify(home, 'target', home.serverKey('target'), home.serverCert('target'), serverExtensions),
    certify(home, 'client', home.clientKey, home.clientCert, ['extendedKeyUsage=clientAuth']),
  ]);
}

const serverExtensions = ['extendedKeyUsage=serverAuth,clientAuth', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];

async function certify(
  home: LabHome,
  name: string,
  key: string,
  certificate: string,
  extensions: readonly string[],
): Promise<void> {
  const request = join(home.tlsFolder, `${name}.csr`);
  const extensionFile = join(home.tlsFolder, `${name}.ext`);
  await writeFile(extensionFile, ['basicConstraints=CA:FALSE', ...extensions, ''].join('\n'));
  await openssl(['req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=cutover-lab-${name}`]);
  await openssl(
    ['x509', '-req', '-in', request, '-CA', home.ca, '-CAkey', join(home.tlsFolder, 'ca.key')],
    ['-set_serial', `0x${randomBytes(8).toString('hex')}`, '-days', validDays, '-sha256'],
    ['-extfile', extensionFile, '-out', certificate],
  );
  await chmod(key, 0o600);
}

async function openssl(...groups: readonly (readonly string[])[]): Promise<void> {
  await runProgram('openssl', groups.flat(), { timeoutMs: 20_000 });
}
