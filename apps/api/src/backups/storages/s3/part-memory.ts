/** As many as one upload uses. */
const mostKept = 3;
/** Then it is for others. */
const keptMs = 60_000;

/**
 * Memory of uploads that are over, for the next one: left to the garbage collector it would be there for a while beside that of the next,
 * and a night of many databases would take twice as much.
 */
const kept: Buffer[] = [];
let letGo: NodeJS.Timeout | undefined;

/** So many bytes, of whatever content. */
export function takePartMemory(bytes: number): Buffer {
  const at = kept.findIndex(({ length }) => length === bytes);
  // Of its own: not a piece of what Node.js keeps for small buffers.
  return kept.splice(at, at < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(bytes);
}

/** Of an upload that ended well: no request reads it any more. */
export function keepPartMemory(memory: Buffer): void {
  kept.unshift(memory);
  kept.length = Math.min(kept.length, mostKept);
  clearTimeout(letGo);
  letGo = setTimeout(() => (kept.length = 0), keptMs).unref();
}
