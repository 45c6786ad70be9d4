import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dialects } from '../dialects/registry.js';
import { renderDefaultsFile } from './defaults-file.js';
import type { ServerSettings } from './server-settings.js';

/** Writes the configuration of a server and its empty system tables. */
export async function installServer(settings: ServerSettings): Promise<void> {
  await configureServer(settings);
  await dialects[settings.software.flavor].installSystemTables(settings);
}

/** Writes the configuration of a server alone. */
export async function configureServer(settings: ServerSettings): Promise<void> {
  const { home, role } = settings;
  await mkdir(join(home.serverFolder(role), 'tmp'), { recursive: true, mode: 0o700 });
  await writeFile(home.defaultsFile(role), renderDefaultsFile(settings, dialects[settings.software.flavor]), {
    mode: 0o600,
  });
}
