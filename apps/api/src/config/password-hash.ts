/** A stored password hash taken apart. Text form: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export interface PasswordHash {
  /** CPU and memory cost, a power of two; memory is 128 * cost * blockSize bytes (RFC 7914). */
  cost: number;
  blockSize: number;
  parallelization: number;
  salt: Buffer;
  hash: Buffer;
}

const form = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9_-]{16,})\$([A-Za-z0-9_-]{22,})$/;

/** A login may not take more than this from the machine, whatever the file says. */
const maxMemoryBytes = 256 * 1024 * 1024;
const maxParallelization = 16;

/** null: not of our form, or with costs that would stall the process. */
export function parsePasswordHash(text: string): PasswordHash | null {
  const parts = form.exec(text);
  if (!parts) return null;
  const [cost, blockSize, parallelization] = parts.slice(1, 4).map(Number) as [number, number, number];
  const isPowerOfTwo = cost > 1 && Number.isInteger(Math.log2(cost));
  if (!isPowerOfTwo || blockSize < 1 || parallelization < 1 || parallelization > maxParallelization) return null;
  if (128 * cost * blockSize > maxMemoryBytes) return null;
  return {
    cost,
    blockSize,
    parallelization,
    salt: Buffer.from(parts[4] as string, 'base64url'),
    hash: Buffer.from(parts[5] as string, 'base64url'),
  };
}

/** The text form of a hash, as it stands in the configuration. */
export function formatPasswordHash(hash: PasswordHash): string {
  const { cost, blockSize, parallelization } = hash;
  return [
    'scrypt',
    cost,
    blockSize,
    parallelization,
    hash.salt.toString('base64url'),
    hash.hash.toString('base64url'),
  ].join('$');
}
