import { setTimeout as delay } from 'node:timers/promises';
import { startProgram } from './child-program.js';

/** More than one buffer of the C library (4 KiB), and less than what is gathered. */
const text = 'a line of text\n'.repeat(4_000);

/** What `cut` had printed of the text while it waited for more, and in the end. */
async function printed(writesLarge: boolean): Promise<{ meanwhile: number; all: string }> {
  const signal = AbortSignal.timeout(20_000);
  const program = await startProgram('cut', ['-b1-'], { signal, writesLarge });
  let all = '';
  program.output.setEncoding('utf8').on('data', (piece: string) => (all += piece));
  program.input.write(text);
  await delay(500);
  const meanwhile = all.length;
  program.input.end();
  await program.ended;
  return { meanwhile, all };
}

describe('a program that prints much', () => {
  it('gathers what it writes', async () => {
    expect(await printed(true)).toEqual({ meanwhile: 0, all: text });
  });

  it('writes piece by piece otherwise', async () => {
    expect((await printed(false)).meanwhile).toBeGreaterThan(0);
  });
});
