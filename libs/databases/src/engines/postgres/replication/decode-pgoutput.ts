import { ByteReader } from './byte-reader.js';
import {
  type OldRow,
  type PgoutputMessage,
  type StreamedRelation,
  type StreamedRow,
  type StreamedValue,
  unchanged,
} from './pgoutput-message.js';

/** By the letter a message begins with (PostgreSQL manual, Logical Replication Message Formats). */
const decoders: Readonly<Record<string, (fields: ByteReader) => PgoutputMessage>> = {
  B: (fields) => {
    const commitLsn = fields.uint64();
    fields.uint64(); // When it was committed.
    return { kind: 'begin', commitLsn, xid: fields.uint32() };
  },
  C: (fields) => {
    fields.uint8(); // Flags, of which there are none yet.
    const commit = { kind: 'commit', commitLsn: fields.uint64(), endLsn: fields.uint64() } as const;
    fields.uint64();
    return commit;
  },
  O: (fields) => {
    fields.uint64(); // The commit on the server that it came from.
    return { kind: 'origin', name: fields.text() };
  },
  R: (fields) => ({ kind: 'relation', relation: relationOf(fields) }),
  Y: (fields) => ({ kind: 'type', id: fields.uint32(), schema: fields.text(), name: fields.text() }),
  I: (fields) => {
    const relationId = fields.uint32();
    expectLetter(fields.letter(), 'N');
    return { kind: 'insert', relationId, row: rowOf(fields) };
  },
  U: (fields) => {
    const relationId = fields.uint32();
    const first = fields.letter();
    const old = first === 'N' ? null : oldRowOf(first, fields);
    if (old !== null) expectLetter(fields.letter(), 'N');
    return { kind: 'update', relationId, old, row: rowOf(fields) };
  },
  D: (fields) => ({ kind: 'delete', relationId: fields.uint32(), old: oldRowOf(fields.letter(), fields) }),
  T: (fields) => {
    const count = fields.uint32();
    fields.uint8(); // CASCADE and RESTART IDENTITY.
    return { kind: 'truncate', relationIds: Array.from({ length: count }, () => fields.uint32()) };
  },
  M: (fields) => {
    fields.uint8();
    fields.uint64();
    const prefix = fields.text();
    fields.textOf(fields.uint32());
    return { kind: 'message', prefix };
  },
};

/** Pure: one message of pgoutput. Throws for bytes that are none, so that no change is passed over. */
export function decodePgoutput(payload: Buffer): PgoutputMessage {
  const fields = new ByteReader(payload);
  const letter = fields.letter();
  const message = decoders[letter]?.(fields);
  if (message === undefined) throw unexpected(letter);
  if (!fields.isAtEnd) throw new Error(`A message "${letter}" of the replication stream is longer than it should be`);
  return message;
}

function relationOf(fields: ByteReader): StreamedRelation {
  const id = fields.uint32();
  // An empty name stands for pg_catalog.
  const schema = fields.text() || 'pg_catalog';
  const table = fields.text();
  const identity = fields.letter() as StreamedRelation['identity'];
  const columns = Array.from({ length: fields.uint16() }, () => {
    const isKey = (fields.uint8() & 1) === 1;
    const name = fields.text();
    fields.uint32(); // The OID of its type.
    fields.int32(); // The modifier of its type.
    return { name, isKey };
  });
  return { id, schema, table, identity, columns };
}

function oldRowOf(letter: string, fields: ByteReader): OldRow {
  if (letter === 'K') return { kind: 'key', values: rowOf(fields) };
  expectLetter(letter, 'O');
  return { kind: 'row', values: rowOf(fields) };
}

function rowOf(fields: ByteReader): StreamedRow {
  return Array.from({ length: fields.uint16() }, () => valueOf(fields));
}

function valueOf(fields: ByteReader): StreamedValue {
  const letter = fields.letter();
  if (letter === 'n') return null;
  if (letter === 'u') return unchanged;
  // Values in binary form ("b") are sent to those who ask for them.
  expectLetter(letter, 't');
  return fields.textOf(fields.uint32());
}

function expectLetter(letter: string, expected: string): void {
  if (letter !== expected) throw unexpected(letter);
}

function unexpected(letter: string): Error {
  return new Error(`The replication stream holds "${letter}" where protocol 1 of pgoutput has nothing of that kind`);
}
