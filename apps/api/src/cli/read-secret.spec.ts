import { PassThrough } from 'node:stream';
import { readSecret } from './read-secret.js';

function terminalInput() {
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void rawModes.push(isRaw),
  });
  return { input: input as unknown as NodeJS.ReadStream & PassThrough, rawModes };
}

describe('readSecret', () => {
  it('shows nothing of what is typed, and heeds the erase keys', async () => {
    const { input, rawModes } = terminalInput();
    const output = new PassThrough();
    const secret = readSecret(input, output, 'Password: ');
    input.write('wrong\u0015hunterr\u007f2');
    input.write('\r');
    expect(await secret).toBe('hunter2');
    expect(String(output.read())).toBe('Password: \n');
    expect(rawModes).toEqual([true, false]);
  });

  it('gives up on Ctrl-C and leaves the terminal as it was', async () => {
    const { input, rawModes } = terminalInput();
    const secret = readSecret(input, new PassThrough(), 'Password: ');
    input.write('hun\u0003');
    await expect(secret).rejects.toThrow('interrupted');
    expect(rawModes).toEqual([true, false]);
  });

  it('takes the first line of a pipe', async () => {
    const input = new PassThrough();
    input.end('hunter2\r\nmore\n');
    expect(await readSecret(input as unknown as NodeJS.ReadStream, new PassThrough(), '')).toBe('hunter2');
  });

  it('refuses a whole file', async () => {
    const input = new PassThrough();
    input.end('x'.repeat(5000));
    await expect(readSecret(input as unknown as NodeJS.ReadStream, new PassThrough(), '')).rejects.toThrow(
      'longer than',
    );
  });
});
