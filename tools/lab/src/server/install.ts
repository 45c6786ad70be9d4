import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptionKeyFile, renderDefaultsFile, type ServerSettings } from './defaults-file.js';
import { runProgram } from './programs.js';

/** Writes the configuration of a server and its empty system tables. */
export async function installServer(settings: ServerSettings): Promise<void> {
  const { home, role } = settings;
  const folder = home.serverFolder(role);
  await mkdir(join(folder, 'tmp'), { recursive: true, mode: 0o700 });
  if (role === 'target') {
    const key = randomBytes(32).toString('hex');
    await writeFile(encryptionKeyFile(home), `1;${key}\n`, { mode: 0o600 });
  }
  await writeFile(home.defaultsFile(role), renderDefaultsFile(settings), { mode: 0o600 });
  await runProgram(
    'mariadb-install-db',
    [
      `--defaults-file=${home.defaultsFile(role)}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...(settings.runsAsRoot ? ['--user=root'] : []),
    ],
    { timeoutMs: 60_000 },
  );
}
