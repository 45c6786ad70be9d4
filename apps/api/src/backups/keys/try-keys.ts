import { Readable, Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { decryptedWith, encryptedTo } from '../encryption/age.js';
import type { Stage } from '../run/through-program.js';

/** What was found out of keys, without any backup: a small text was encrypted to each recipient, and each identity file tried on it. */
export interface KeyTrial {
  /** `openedBy`: identity files that open what is encrypted to this recipient; empty: none that was tried does. */
  recipients: readonly { recipient: string; openedBy: readonly string[] }[];
  /** Identity files that open nothing, and why. */
  useless: readonly { file: string; reason: string }[];
}

const canary = Buffer.from('A backup is worth what its key is worth.\n');
/** Of all keys together. A key file behind a mount that does not answer is not waited for. */
const longestMs = 60_000;
/** What a manifest says comes from a storage, and this goes into an argument. */
const publicKey = /^age1[a-z0-9]{58}$/;

/** Tries identity files on recipients by the program `age`. Rejects where it cannot be started, and when aborted. */
export async function tryKeys(
  recipients: Iterable<string>,
  identityFiles: readonly string[],
  signal: AbortSignal,
): Promise<KeyTrial> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const reasons = new Map(identityFiles.map((file) => [file, 'it is the key of none of the recipients']));
  const tried: { recipient: string; openedBy: string[] }[] = [];
  const useful = new Set<string>();
  for (const recipient of [...new Set(recipients)].filter((each) => publicKey.test(each))) {
    const object = await through(canary, encryptedTo([recipient], bounded));
    const openedBy: string[] = [];
    for (const file of identityFiles) {
      const opened = await open(object, file, bounded);
      if (opened === true) openedBy.push(file);
      else if (opened !== false) reasons.set(file, opened);
    }
    for (const file of openedBy) useful.add(file);
    tried.push({ recipient, openedBy });
  }
  const useless = [...reasons].flatMap(([file, reason]) => (useful.has(file) ? [] : [{ file, reason }]));
  return { recipients: tried, useless };
}

/** Whether a file opens it; as text: why that is not known. */
async function open(object: Buffer, file: string, signal: AbortSignal): Promise<boolean | string> {
  try {
    return (await through(object, decryptedWith([file], signal))).equals(canary);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OperationalError && error.code === 'PROGRAM_NOT_STARTED') throw error;
    const message = messageOf(error);
    return message.includes('no identity matched') ? false : message;
  }
}

async function through(bytes: Buffer, stage: Stage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const collect = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece);
      done();
    },
  });
  await pipeline([Readable.from([bytes]), stage as Transform, collect]);
  return Buffer.concat(pieces);
}
