import { decodePgoutput } from './decode-pgoutput.js';
import { unchanged } from './pgoutput-message.js';

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const int64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
};
const letter = (value: string): Buffer => Buffer.from(value, 'latin1');
const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const message = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

const nothing = letter('n');
const toasted = letter('u');
const value = (content: string): Buffer =>
  message(letter('t'), int32(Buffer.byteLength(content)), Buffer.from(content));
const row = (...values: readonly Buffer[]): Buffer => message(int16(values.length), ...values);

const relation = int32(16_384);

describe('a message of pgoutput', () => {
  it('begins a transaction', () =>
    expect(decodePgoutput(message(letter('B'), int64(0x1_0000_00a0n), int64(1n), int32(0xffff_fffe)))).toEqual({
      ...{ kind: 'begin', commitLsn: 0x1_0000_00a0n, xid: 0xffff_fffe },
    }));

  it('commits one', () =>
    expect(decodePgoutput(message(letter('C'), Buffer.from([0]), int64(160n), int64(208n), int64(1n)))).toEqual({
      ...{ kind: 'commit', commitLsn: 160n, endLsn: 208n },
    }));

  it('tells where a transaction came from', () =>
    expect(decodePgoutput(message(letter('O'), int64(7n), text('pg_16400')))).toEqual({
      ...{ kind: 'origin', name: 'pg_16400' },
    }));

  it('describes a table, and one of pg_catalog without its name', () => {
    const column = (flags: number, name: string): Buffer =>
      message(Buffer.from([flags]), text(name), int32(23), int32(0xffff_ffff));
    const described = message(letter('f'), int16(2), column(1, 'id'), column(0, 'größe'));
    expect(decodePgoutput(message(letter('R'), relation, text('shop'), text('a"b'), described))).toEqual({
      kind: 'relation',
      relation: {
        ...{ id: 16_384, schema: 'shop', table: 'a"b', identity: 'f' },
        columns: [
          { name: 'id', isKey: true },
          { name: 'größe', isKey: false },
        ],
      },
    });
    expect(decodePgoutput(message(letter('R'), relation, text(''), text('t'), letter('d'), int16(0)))).toMatchObject({
      relation: { schema: 'pg_catalog', columns: [] },
    });
  });

  it('names a type', () =>
    expect(decodePgoutput(message(letter('Y'), int32(99), text('public'), text('mood')))).toEqual({
      ...{ kind: 'type', id: 99, schema: 'public', name: 'mood' },
    }));

  it('inserts a row: text of any kind, an empty one, and NULL', () =>
    expect(
      decodePgoutput(message(letter('I'), relation, letter('N'), row(value('7'), value(''), nothing, value('ä\n📦')))),
    ).toEqual({ kind: 'insert', relationId: 16_384, row: ['7', '', null, 'ä\n📦'] }));

  it('updates one whose identity stayed, with a value that is not repeated', () =>
    expect(decodePgoutput(message(letter('U'), relation, letter('N'), row(value('7'), toasted)))).toEqual({
      ...{ kind: 'update', relationId: 16_384, old: null, row: ['7', unchanged] },
    }));

  it('updates one whose identity changed, or that tells its old row in full', () => {
    const fresh = message(letter('N'), row(value('8'), value('b')));
    expect(decodePgoutput(message(letter('U'), relation, letter('K'), row(value('7'), nothing), fresh))).toEqual({
      ...{ kind: 'update', relationId: 16_384, old: { kind: 'key', values: ['7', null] }, row: ['8', 'b'] },
    });
    expect(decodePgoutput(message(letter('U'), relation, letter('O'), row(value('7'), value('a')), fresh))).toEqual({
      ...{ kind: 'update', relationId: 16_384, old: { kind: 'row', values: ['7', 'a'] }, row: ['8', 'b'] },
    });
  });

  it('deletes one, by its key or in full', () => {
    expect(decodePgoutput(message(letter('D'), relation, letter('K'), row(value('7'), nothing)))).toEqual({
      ...{ kind: 'delete', relationId: 16_384, old: { kind: 'key', values: ['7', null] } },
    });
    expect(decodePgoutput(message(letter('D'), relation, letter('O'), row(value('7'), value('a'))))).toEqual({
      ...{ kind: 'delete', relationId: 16_384, old: { kind: 'row', values: ['7', 'a'] } },
    });
  });

  it('truncates several tables', () =>
    expect(decodePgoutput(message(letter('T'), int32(2), Buffer.from([3]), int32(1), int32(2)))).toEqual({
      ...{ kind: 'truncate', relationIds: [1, 2] },
    }));

  it('carries what a program wrote itself', () =>
    expect(
      decodePgoutput(message(letter('M'), Buffer.from([1]), int64(5n), text('app'), int32(3), Buffer.from('abc'))),
    ).toEqual({ kind: 'message', prefix: 'app' }));
});

describe('bytes that are no such message', () => {
  const insert = message(letter('I'), relation, letter('N'), row(value('7'), value('abc')));

  it('are refused wherever they end', () => {
    for (let length = 0; length < insert.length; length++)
      expect(() => decodePgoutput(insert.subarray(0, length))).toThrow('ended early');
  });

  it.each([
    ['more than a message', message(insert, Buffer.from([0])), 'longer than it should be'],
    ['of another protocol', message(letter('S'), int32(1), Buffer.from([1])), '"S"'],
    ['a value in binary form', message(letter('I'), relation, letter('N'), row(message(letter('b'), int32(0)))), '"b"'],
    ['an insert without a new row', message(letter('I'), relation, letter('K'), row()), '"K"'],
    ['a delete without an old row', message(letter('D'), relation, letter('N'), row()), '"N"'],
    ['an old row without a new one', message(letter('U'), relation, letter('K'), row(), letter('X')), '"X"'],
    [
      'a length beyond the message',
      message(letter('I'), relation, letter('N'), int16(1), letter('t'), int32(0xffff_ffff)),
      'ended early',
    ],
  ])('are refused: %s', (_, bytes, words) => expect(() => decodePgoutput(bytes)).toThrow(words));
});
