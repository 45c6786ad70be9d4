import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';

/**
 * A folder of a storage into which a call does not come back, as on a mount whose server is gone: a named pipe is opened there, to which nobody
 * writes. `answers`: it comes back, and the folder works again.
 */
export async function silentFolder(folder: string): Promise<{ answers: () => Promise<void> }> {
  const name = 'not-ours.pipe';
  mkdirSync(folder, { recursive: true });
  execFileSync('mkfifo', [join(folder, name)]);
  const storage = new LocalStorage('silent', folder, { withinMs: 50 });
  await expect(storage.read(name)).rejects.toThrow('has not answered for 0.05 seconds');
  return {
    answers: async () => {
      const writer = openSync(join(folder, name), constants.O_RDWR);
      while ((await storage.find(name).catch(() => null)) === null) await new Promise((turn) => setImmediate(turn));
      closeSync(writer);
    },
  };
}
