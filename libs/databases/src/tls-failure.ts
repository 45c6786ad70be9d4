import type { DriverError } from './driver-error.js';
import type { FailureKind } from './failure-kind.js';

/** The words and codes of OpenSSL and Node tell failures of TLS apart. The first that fits counts. */
const words: readonly (readonly [RegExp, FailureKind])[] = [
  [/self.signed|unable to (get|verify)|issuer|verify the first/i, 'certificate-untrusted'],
  [/altnames|does not match/i, 'certificate-of-another-host'],
  [/certificate.*(expired|not yet valid)/i, 'certificate-outside-validity'],
];

/** Pure: what an error of a TLS handshake means; null: it is none that can be recognised. */
export function tlsFailure({ code, message }: DriverError): FailureKind | null {
  const known = words.find(([text]) => text.test(message))?.[1];
  if (known !== undefined) return known;
  return /^ERR_(SSL|TLS)_|^EPROTO$|SSL routines|TLS connection/i.test(`${code} ${message}`) ? 'tls-failed' : null;
}
