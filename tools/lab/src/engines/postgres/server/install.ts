import { chmod, chown, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '../../../roles.js';
import { runProgramAt } from '../../../server/programs.js';
import type { LabPlace } from '../../engine.js';
import { adminAccount } from '../admin.js';
import { renderAuthentication, renderConfiguration } from './configuration.js';
import { findPostgres, rootOf } from './postgres-programs.js';
import { serverAccount } from './server-account.js';
import { serverEnvironment } from './server-environment.js';
import { dataDirectoryOption, serverPaths } from './server-paths.js';

/** Writes the configuration of a server and its empty data directory. The certificates are there already. */
export async function installServer({ home, state }: LabPlace, role: Role): Promise<void> {
  const paths = serverPaths(state, role);
  const account = serverAccount();
  const own = async (path: string): Promise<void> => {
    if (account) await chown(path, account.uid, account.gid);
  };
  for (const folder of [paths.folder, paths.tls.folder]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await own(folder);
  }
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(file, text, { mode: 0o600 });
    await own(file);
  };
  await write(paths.configuration, renderConfiguration(state, role));
  await write(paths.authentication, renderAuthentication());
  await write(paths.passwordFile, `*:*:*:*:${state.replicationPassword}\n`);
  const { tls } = paths;
  const copies = { [tls.ca]: home.ca, [tls.cert]: home.serverCert(role), [tls.key]: home.serverKey(role) };
  for (const [copy, original] of Object.entries(copies)) {
    await copyFile(original, copy);
    await chmod(copy, 0o600);
    await own(copy);
  }

  const passwordFile = join(paths.folder, 'initdb.password');
  await write(passwordFile, `${state.rootPassword}\n`);
  await runProgramAt(
    join(findPostgres(rootOf(state, role)), 'initdb'),
    [
      dataDirectoryOption(paths),
      `--username=${adminAccount}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { timeoutMs: 120_000, cwd: paths.folder, env: serverEnvironment(), ...account },
  );
  await rm(passwordFile);
}
