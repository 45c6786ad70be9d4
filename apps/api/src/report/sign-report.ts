import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { ReadinessReport, ReportKey, SignedReport } from '@cutover/contracts';
import { canonicalJson } from './canonical-json.js';

/** The public half of a key, as a report names it. */
export function reportKeyOf(key: KeyObject): ReportKey {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return { algorithm: 'Ed25519', publicKey: der.toString('base64'), fingerprint: fingerprintOf(der) };
}

/** Signs the canonical text of a report. */
export function signReport(report: ReadinessReport, key: KeyObject): SignedReport {
  const value = sign(null, Buffer.from(canonicalJson(report)), key).toString('base64');
  return { report, signature: { ...reportKeyOf(key), value } };
}

/** Whether the report is what its key signed. Whose key it is, the fingerprint tells. `report`: as it was read, not as a schema made it. */
export function isSignatureRight(
  report: unknown,
  { publicKey, value }: Pick<SignedReport['signature'], 'publicKey' | 'value'>,
): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(canonicalJson(report)), key, Buffer.from(value, 'base64'));
  } catch {
    return false;
  }
}

/** As ssh prints one of a key: what two people read to each other. */
export function fingerprintOf(der: Buffer): string {
  return `SHA256:${createHash('sha256').update(der).digest('base64').replace(/=+$/, '')}`;
}
