import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTestLab, type Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { runSql } from './scenario-stage.js';

/** A pair of servers for what cannot be mended: everything may be done to it. Ends with `stop`. */
export async function startDisasterLab(): Promise<Lab> {
  const lab = await ownTestLab(await mkdtemp(join(tmpdir(), 'cutover-disaster-')));
  await runSql(
    lab,
    'source',
    "CREATE USER again IDENTIFIED BY 'only-for-this-test' REQUIRE SSL; GRANT REPLICATION SLAVE ON *.* TO again",
  );
  return lab;
}

/**
 * `CHANGE MASTER` to the source; `settings` such as `MASTER_USE_GTID = slave_pos`. A server refuses two channels to one
 * host: a named one gets another spelling of the same address, for which there is no certificate.
 */
export function changeMaster(lab: Lab, settings: string, channel = ''): string {
  const { port, tls } = lab.endpoints.source;
  const [host, verify] = channel === '' ? ['127.0.0.1', 1] : ['127.1', 0];
  return (
    `CHANGE MASTER ${channel === '' ? '' : `'${channel}'`} TO MASTER_HOST = '${host}', MASTER_PORT = ${port}, ` +
    `MASTER_USER = 'again', MASTER_PASSWORD = 'only-for-this-test', ${settings}, MASTER_CONNECT_RETRY = 1, MASTER_SSL = 1, ` +
    `MASTER_SSL_CA = '${tls.ca}', MASTER_SSL_CERT = '${tls.cert}', MASTER_SSL_KEY = '${tls.key}', MASTER_SSL_VERIFY_SERVER_CERT = ${verify}`
  );
}

/** Makes the target an ordinary replica again, from where it stands, and waits until it has caught up. */
export async function replicateAgain(lab: Lab): Promise<void> {
  const settings = 'MASTER_USE_GTID = slave_pos';
  await runSql(lab, 'target', `STOP ALL SLAVES; RESET SLAVE ALL; ${changeMaster(lab, settings)}; START SLAVE`);
  await lab.catchUp();
}

/** Cuts a file of a table in half, as a full disk or a dead controller leaves it. */
export async function crashTable(lab: Lab, role: Role, database: string, file: string): Promise<void> {
  await runSql(lab, role, 'FLUSH TABLES', { database });
  const path = join(lab.home, role, 'files', database, file);
  const { length } = await readFile(path);
  await truncate(path, Math.floor(length / 2));
}

/** Starts one server again with options added at the end of its configuration; the returned function undoes it. */
export async function restartWith(lab: Lab, role: Role, options: readonly string[]): Promise<() => Promise<void>> {
  const path = join(lab.home, role, 'my.cnf');
  const before = await readFile(path, 'utf8');
  const restart = async (text: string): Promise<void> => {
    await lab.server(role).stop();
    await writeFile(path, text);
    await lab.server(role).start();
  };
  await restart(`${before}\n${options.join('\n')}\n`);
  return () => restart(before);
}

/** Ends every connection of the product on both sides, again and again, while `work` goes on. Answers how many were ended. */
export async function whileKilling(lab: Lab, work: () => Promise<void>): Promise<number> {
  const end = new AbortController();
  let ended = 0;
  const killer = (role: Role): Promise<void> =>
    lab.withAdmin(role, async (root) => {
      while (!end.signal.aborted) {
        const [rows] = await root.query("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'cutover'");
        for (const { ID } of rows as { ID: number }[])
          await root.query(`KILL ${ID}`).then(
            () => ended++,
            () => undefined,
          );
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
  const killers = Promise.all([killer('source'), killer('target')]);
  try {
    await work();
  } finally {
    end.abort();
    await killers;
  }
  return ended;
}
