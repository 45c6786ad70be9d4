import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chooseClient, type ClientKind } from './choose-client.js';

const kind: ClientKind = { programs: ['mariadb-dump', 'mysqldump'], packages: 'mariadb-client' };
const searchPath = process.env['PATH'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-clients-'));
});
afterEach(() => {
  process.env['PATH'] = searchPath;
  rmSync(folder, { recursive: true });
});

/** Puts programs that say these versions where programs are looked for, each in a folder of its own. */
function install(programs: readonly (readonly [name: string, says: string])[]): void {
  const folders = programs.map(([name, says], index) => {
    const own = join(folder, String(index));
    mkdirSync(own);
    writeFileSync(join(own, name), `#!/bin/sh\necho '${says}'\n`);
    chmodSync(join(own, name), 0o755);
    return own;
  });
  process.env['PATH'] = folders.join(delimiter);
}

const mariadb = (version: string) =>
  ['mariadb-dump', `mariadb-dump from ${version}-MariaDB, client 10.19 for Linux`] as const;
const mysql = (version: string) => ['mysqldump', `mysqldump  Ver ${version} for Linux on x86_64`] as const;

it('is the oldest that is not older than the server', async () => {
  install([mariadb('10.6.18'), mariadb('11.8.2'), mariadb('10.11.6'), mysql('11.4.0')]);
  await expect(chooseClient('mariadb', kind, '10.11.18-MariaDB-log')).resolves.toEqual({
    path: join(folder, '2', 'mariadb-dump'),
    version: '10.11.6-MariaDB',
  });
});

it('is none that is older, nor one of the other family, and says what was found and what to install', async () => {
  install([mariadb('10.5.2'), mysql('11.9.0')]);
  await expect(chooseClient('mariadb', kind, '10.11.18-MariaDB')).rejects.toThrow(
    `No mariadb-dump that is as new as the server (10.11.18-MariaDB); found ${join(folder, '0', 'mariadb-dump')} 10.5.2-MariaDB. Install mariadb-client of that version or a newer one.`,
  );
});
