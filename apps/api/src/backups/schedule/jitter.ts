import { createHash } from 'node:crypto';

/** Pure: how much later a server begins than its schedule says, in ms: always by the same time, so that slots stay apart. */
export function jitterMs(schedule: string, server: string, jitterSeconds: number): number {
  if (jitterSeconds === 0) return 0;
  const hash = createHash('sha256')
    .update(JSON.stringify([schedule, server]))
    .digest()
    .readUInt32BE(0);
  return hash % (jitterSeconds * 1000);
}
