import { ByteReader } from './byte-reader.js';

/** What the server sends on a replication connection. `endLsn`: how far it has come. */
export type StreamMessage =
  | { kind: 'changes'; endLsn: bigint; payload: Buffer }
  /** Nothing to tell. `wantsReply`: it ends the connection if we do not answer soon. */
  | { kind: 'alive'; endLsn: bigint; wantsReply: boolean };

/** Pure: one message of the streaming replication protocol. Throws for another one. `payload` is a view of `chunk`. */
export function decodeStreamMessage(chunk: Buffer): StreamMessage {
  const fields = new ByteReader(chunk);
  const letter = fields.letter();
  if (letter === 'w') {
    fields.uint64(); // Where these changes begin.
    const endLsn = fields.uint64();
    fields.uint64(); // The clock of the server.
    return { kind: 'changes', endLsn, payload: fields.rest() };
  }
  if (letter !== 'k') throw new Error(`The replication connection sent an unknown message "${letter}"`);
  const endLsn = fields.uint64();
  fields.uint64();
  return { kind: 'alive', endLsn, wantsReply: fields.uint8() === 1 };
}

/** The clock of PostgreSQL begins in 2000. */
const epochMs = Date.UTC(2000, 0, 1);

/**
 * Pure: tells the server that we have all up to `lsn`, so that it keeps nothing older for us. `wantsReply` makes it tell how
 * far it is.
 */
export function encodeStatus(lsn: bigint, now: Date, wantsReply: boolean): Buffer {
  const message = Buffer.alloc(34);
  message.write('r', 0, 'latin1');
  // Written, flushed and applied: all the same to us.
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(lsn, offset);
  message.writeBigInt64BE(BigInt(now.getTime() - epochMs) * 1000n, 25);
  message.writeUInt8(wantsReply ? 1 : 0, 33);
  return message;
}
