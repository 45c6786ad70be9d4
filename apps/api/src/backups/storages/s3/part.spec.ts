import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Part } from './part.js';

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

it('takes what fits, and is read as often as it must be sent', async () => {
  const part = new Part(Buffer.alloc(600_000));
  const bytes = randomBytes(1_000_000);
  expect(part.fill(bytes.subarray(0, 10), 0)).toBe(10);
  expect(part.isFull).toBe(false);
  expect(part.fill(bytes, 10)).toBe(599_990);
  expect(part.isFull).toBe(true);
  const whole = bytes.subarray(0, 600_000);
  let slices = 0;
  for (let attempt = 0; attempt < 2; attempt++) {
    expect((await buffer(part.read(() => (slices += 1)))).equals(whole)).toBe(true);
    expect(part.md5()).toBe(md5(whole));
  }
  expect(slices).toBe(6);
});

it('holds nothing of before when it is filled again', async () => {
  const part = new Part(Buffer.alloc(100));
  part.fill(randomBytes(100), 0);
  part.empty();
  const bytes = randomBytes(40);
  part.fill(bytes, 0);
  expect(part.bytes).toBe(40);
  expect(part.md5()).toBe(md5(bytes));
  expect((await buffer(part.read(() => undefined))).equals(bytes)).toBe(true);
});

it('may be empty', async () => {
  const part = new Part(Buffer.alloc(0));
  expect(part.bytes).toBe(0);
  expect(await buffer(part.read(() => undefined))).toHaveLength(0);
});
