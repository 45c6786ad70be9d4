import { X509Certificate } from 'node:crypto';

/** What each TLS file must hold. */
export const tlsContents = { ca: 'certificate', cert: 'certificate', key: 'private key' } as const;
export type TlsFileKey = keyof typeof tlsContents;

const certificate = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const encrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;
const plainBlocks = /-----BEGIN CERTIFICATE-----.*?(?:-----END CERTIFICATE-----|$)/gs;
/** How a certificate in binary begins (bytes 30 82) when it is read as text. */
const binary = /^0\uFFFD/;

/**
 * Pure: why a TLS file cannot serve, and what to do; it follows the name of the file. null: it can. OpenSSL passes over
 * what it cannot read, and then calls every server untrusted.
 */
export function pemFault(key: TlsFileKey, text: string): string | null {
  if (tlsContents[key] === 'private key') {
    if (!privateKey.test(text)) return 'holds no private key; name a file with -----BEGIN … PRIVATE KEY-----';
    return encrypted.test(text)
      ? 'is encrypted with a passphrase, which Cutover cannot ask for; write it without one: openssl pkey -in … -out …'
      : null;
  }
  if (binary.test(text))
    return 'holds its certificate in binary (DER); convert it: openssl x509 -inform der -in … -out …';
  if (!certificate.test(text)) return 'holds no certificate; name a file with -----BEGIN CERTIFICATE-----';
  return (text.match(plainBlocks) ?? []).every(isCertificate)
    ? null
    : 'holds a damaged certificate; copy the file again, with every line of it';
}

function isCertificate(block: string): boolean {
  try {
    new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
}
