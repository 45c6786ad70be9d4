import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 'v1.';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals a secret by AES-256-GCM, with a fresh nonce. `context` says whose secret it is: what was sealed for one place opens at no other,
 * so that nobody who can write to the store can have a password sent to another host.
 */
export function seal(secret: string, key: Buffer, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return version + sealed.toString('base64url');
}

/** Opens what `seal` has made; null: it was sealed with another key or for another place, or was altered. */
export function unseal(text: string, key: Buffer, context: string): string | null {
  if (!text.startsWith(version)) return null;
  const sealed = Buffer.from(text.slice(version.length), 'base64url');
  if (sealed.length < nonceBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-tagBytes));
    const opened = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
