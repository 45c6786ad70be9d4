import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { formatPasswordHash, type PasswordHash, parsePasswordHash } from '../../config/password-hash.js';

// OWASP password storage cheat sheet: N=2^15, r=8, p=3 equals N=2^17, r=8, p=1 and needs 32 MiB instead of 128.
const cost = 32_768;
const blockSize = 8;
const parallelization = 3;
const saltBytes = 16;
const hashBytes = 32;

/** `scrypt$N$r$p$salt$hash` of a password, with a fresh salt. */
export async function hashPassword(password: string): Promise<string> {
  const shape = { cost, blockSize, parallelization, salt: randomBytes(saltBytes), hash: Buffer.alloc(hashBytes) };
  return formatPasswordHash({ ...shape, hash: await derive(password, shape) });
}

/** True when the password belongs to the hash; compared in constant time. A hash not of our form is never true. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parsePasswordHash(stored);
  if (parsed === null) return false;
  return timingSafeEqual(await derive(password, parsed), parsed.hash);
}

/** A hash that no password has, of the same cost as `like`: checking an unknown user then takes as long as a known one. */
export function decoyHash(like: string | undefined): string {
  const parsed = like === undefined ? null : parsePasswordHash(like);
  const shape = parsed ?? { cost, blockSize, parallelization };
  return formatPasswordHash({
    ...shape,
    salt: randomBytes(saltBytes),
    hash: randomBytes(parsed?.hash.length ?? hashBytes),
  });
}

function derive(password: string, shape: PasswordHash): Promise<Buffer> {
  const options = {
    N: shape.cost,
    r: shape.blockSize,
    p: shape.parallelization,
    // Node refuses at exactly 128 * N * r; the work area for p comes on top.
    maxmem: 128 * shape.blockSize * (shape.cost + shape.parallelization + 2) * 2,
  };
  return new Promise((resolve, reject) => {
    // Unicode has several spellings of one character, and keyboards differ in which they send.
    scrypt(password.normalize('NFKC'), shape.salt, shape.hash.length, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
