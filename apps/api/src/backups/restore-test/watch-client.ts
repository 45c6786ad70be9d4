import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '@cutover/contracts';
import { readPassword, type Endpoint } from '@cutover/databases';
import { dumpDialects } from '../dump/dialects/registry.js';
import type { DumpCommand } from '../dump/dump-dialect.js';
import { withLoginFile } from '../dump/login-file.js';
import { startProgram, type RunningProgram } from '../programs/child-program.js';

/** Shows all that a client prints of a server. Rejects where it did not end well, and when aborted. */
export async function watchClient(
  { engine, endpoint, program }: { engine: Engine; endpoint: Endpoint; program: string },
  command: (loginFile: string) => DumpCommand,
  watch: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const password = await readPassword(endpoint);
  await withLoginFile(dumpDialects[engine].loginFile({ endpoint, password }), async (loginFile) => {
    const { args, env } = command(loginFile);
    const running = await startProgram(program, args, { signal, env, secrets: [password], writesLarge: true });
    running.input.end();
    await watchOutput(running, watch, signal);
  });
}

/** Shows all that a program prints, until it has ended well. */
export async function watchOutput(
  running: RunningProgram,
  watch: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const watching = new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      watch(bytes);
      done();
    },
  });
  await pipeline(running.output, watching, { signal });
  await running.ended;
}
