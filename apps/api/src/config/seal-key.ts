/** Bytes of the key of AES-256-GCM. */
const keyBytes = 32;

/** Name of the variable that holds the key, where no file does. */
export const sealKeyVariable = 'CUTOVER_SEAL_KEY';

/** What a key has to be, to follow the name of what holds it. */
export const sealKeyAdvice = 'must hold 32 bytes in base64: make them with `openssl rand -base64 32`';

/** Pure: the key that a text holds; null: it is none. */
export function parseSealKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(trimmed)) return null;
  const key = Buffer.from(trimmed, 'base64');
  return key.length === keyBytes ? key : null;
}
