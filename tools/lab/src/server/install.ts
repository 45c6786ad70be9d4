import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dialects } from '../dialects/registry.js';
import { renderDefaultsFile } from './defaults-file.js';
import type { ServerSettings } from './server-settings.js';

/** Writes the configuration of a server and its empty system tables. */
export async function installServer(settings: ServerSettings): Promise<void> {
  const { home, role, software } = settings;
  const folder = home.serverFolder(role);
  await mkdir(join(folder, 'tmp'), { recursive: true, mode: 0o700 });
  await writeFile(home.defaultsFile(role), renderDefaultsFile(settings), { mode: 0o600 });
  await dialects[software.flavor].installSystemTables(settings);
}
