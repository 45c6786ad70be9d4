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

/** Bytes of an Ed25519 key (SPKI in DER) and of a signature. */
const keyBytes = 44;
const signatureBytes = 64;

/**
 * Why the report is not what its key signed, as part of a sentence; null: it is. Whose key it is, the fingerprint tells. `report`: as it
 * was read, not as a schema made it.
 */
export function signatureFault(
  report: unknown,
  { publicKey, fingerprint, value }: SignedReport['signature'],
): string | null {
  const der = bytesOf(publicKey, keyBytes);
  const signature = bytesOf(value, signatureBytes);
  if (der === null || signature === null) return 'its key or its signature was changed';
  if (fingerprintOf(der) !== fingerprint) return 'the fingerprint that it names is not that of its key';
  try {
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    const isRight =
      key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(canonicalJson(report)), key, signature);
    return isRight ? null : 'its data is not what was signed';
  } catch {
    return 'its data is not what was signed';
  }
}

/** Node reads base64 up to what is none, and takes several texts for the same bytes: only the text of exactly these bytes counts. */
function bytesOf(base64: string, length: number): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === length && bytes.toString('base64') === base64 ? bytes : null;
}

/** As ssh prints one of a key: what two people read to each other. */
export function fingerprintOf(der: Buffer): string {
  return `SHA256:${createHash('sha256').update(der).digest('base64').replace(/=+$/, '')}`;
}
