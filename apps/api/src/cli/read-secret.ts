import type { ReadStream } from 'node:tty';

/** No password is longer. Somebody has piped a file. */
const maxSecretCharacters = 1024;

/** The keys as a terminal sends them in raw mode. */
const keys = {
  enter: ['\r', '\n'],
  endOfInput: '\u0004',
  interrupt: '\u0003',
  erase: ['\u007f', '\b'],
  eraseAll: '\u0015',
};

/**
 * Reads a secret: from a terminal without echo, else the first line of the stream. Rejects on Ctrl-C, and for text
 * that is too long.
 */
export async function readSecret(
  input: NodeJS.ReadStream | ReadStream,
  output: NodeJS.WritableStream,
  prompt: string,
): Promise<string> {
  const secret = input.isTTY ? await readSilently(input, output, prompt) : await readFirstLine(input);
  if (secret.length > maxSecretCharacters) throw new Error(`longer than ${maxSecretCharacters} characters`);
  return secret;
}

async function readFirstLine(input: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > maxSecretCharacters) break;
  }
  return (text.split('\n')[0] ?? '').replace(/\r$/, '');
}

function readSilently(input: NodeJS.ReadStream, output: NodeJS.WritableStream, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const characters: string[] = [];
    const end = (outcome: () => void) => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      outcome();
    };
    const onData = (chunk: string) => {
      for (const character of chunk) {
        if (keys.enter.includes(character) || character === keys.endOfInput)
          return end(() => resolve(characters.join('')));
        if (character === keys.interrupt) return end(() => reject(new Error('interrupted')));
        if (keys.erase.includes(character)) characters.pop();
        else if (character === keys.eraseAll) characters.length = 0;
        else characters.push(character);
      }
    };
    output.write(prompt);
    input.setRawMode(true);
    input.setEncoding('utf8');
    input.on('data', onData);
    input.resume();
  });
}
