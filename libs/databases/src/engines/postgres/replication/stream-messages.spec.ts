import { decodeStreamMessage, encodeStatus } from './stream-messages.js';

it('takes changes out of their envelope', () => {
  const head = Buffer.from('77' + '00000000000000a0' + '00000001000000b0' + '0002b1a5f0a1c000', 'hex');
  expect(decodeStreamMessage(Buffer.concat([head, Buffer.from('payload')]))).toEqual({
    ...{ kind: 'changes', endLsn: 0x1_0000_00b0n, payload: Buffer.from('payload') },
  });
});

it.each([
  ['00', false],
  ['01', true],
])('tells a sign of life that ends in %s from one that wants a reply', (last, wantsReply) => {
  const message = Buffer.from('6b' + '00000001000000b0' + '0002b1a5f0a1c000' + last, 'hex');
  expect(decodeStreamMessage(message)).toEqual({ kind: 'alive', endLsn: 0x1_0000_00b0n, wantsReply });
});

it.each(['', '6b00', '78', '77000000'])('refuses %j', (hex) =>
  expect(() => decodeStreamMessage(Buffer.from(hex, 'hex'))).toThrow(),
);

it('encodes a status: three positions, microseconds since 2000, and whether an answer is wanted', () => {
  const position = '00000001000000b0';
  const second = '00000000000f4240';
  const now = new Date('2000-01-01T00:00:01Z');
  expect(encodeStatus(0x1_0000_00b0n, now, false).toString('hex')).toBe(`72${position.repeat(3)}${second}00`);
  expect(encodeStatus(0x1_0000_00b0n, now, true).toString('hex').endsWith('01')).toBe(true);
});
