import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Lab, Role } from '@cutover/lab';
import { isReplicating } from '../replication.js';
import { onSide, rowsOf } from '../session.js';
import { soakDatabase } from '../../../stage/soak-rows.js';
import { atticDatabase } from '../tables.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { plant } from '../../../actions/plant-row.js';

/** The target is made anew from a dump of the source; half the time with a row lost. */
export const rebuildTarget: Action<MariadbStage> = {
  name: 'rebuild-target',
  weight: 0.5,
  async run(stage) {
    const { undos, random } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('replication-delayed')) return null;
    return rebuild(stage, random.chance(0.5));
  },
};

/** Makes the target anew. Nothing differs afterwards, unless a row is to be lost. */
export async function rebuild(stage: MariadbStage, losesRow: boolean): Promise<string> {
  const { lab, oracle, load, random } = stage;
  await load.pause();
  const fromMs = Date.now();
  const disturbance = oracle.quiet.disturb(fromMs);
  const whole = oracle.truth.tables.map((table) => oracle.truth.begin(table, null, 'being rebuilt', fromMs));
  const standing = oracle.truth.standing();
  for (const each of standing) each.ending(fromMs);
  const [row] = await onSide(lab, 'source', (source) => rowsOf(source, 'SELECT @@GLOBAL.gtid_binlog_pos AS p'));
  await onSide(lab, 'target', async (target) => {
    for (const each of ['STOP SLAVE', 'RESET MASTER', `SET GLOBAL gtid_slave_pos = ''`]) await target.query(each);
    // Replication may have stopped between the two parts of an XA transaction, whose locks would stay for ever.
    for (const { data } of await rowsOf(target, 'XA RECOVER')) await target.query(`XA ROLLBACK '${String(data)}'`);
  });
  await copy(lab);
  const lost = losesRow ? await plant(stage, random.pick(oracle.truth.tables), 'missing') : null;
  await onSide(lab, 'target', async (target) => {
    await target.query(`SET GLOBAL gtid_slave_pos = '${String(row!['p'])}'`);
    await target.query('START SLAVE');
  });
  await isReplicating(lab, 20_000);
  const toMs = Date.now();
  for (const each of [...whole, ...standing]) each.ended(toMs);
  await stage.confirmations.look();
  oracle.truth.voidings.push({ what: 'the target was rebuilt', fromMs, toMs });
  disturbance.over(toMs);
  load.resume();
  return lost === null ? 'complete' : `without ${lost.describe()}`;
}

/** Both databases, by the programs that a DBA would use. What the target takes in stays out of its binary log. */
async function copy(lab: Lab): Promise<void> {
  const client = spawn('mariadb', [...optionsOf(lab, 'target'), '--init-command=SET sql_log_bin = 0'], {
    env: environmentOf(lab, 'target'),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const databases = ['--databases', soakDatabase, atticDatabase];
  const dump = spawn('mariadb-dump', [...optionsOf(lab, 'source'), '--single-transaction', ...databases], {
    env: environmentOf(lab, 'source'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  dump.stdout.pipe(client.stdin);
  let errors = '';
  for (const child of [dump, client]) child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  await Promise.all([once(dump, 'close'), once(client, 'close')]);
  if (dump.exitCode !== 0 || client.exitCode !== 0) throw new Error(`The target could not be rebuilt: ${errors}`);
}

function optionsOf(lab: Lab, role: Role): string[] {
  return ['--no-defaults', `--socket=${lab.admin(role).socketPath}`, '--user=root', '--default-character-set=utf8mb4'];
}

function environmentOf(lab: Lab, role: Role): NodeJS.ProcessEnv {
  return { ...process.env, MYSQL_PWD: lab.admin(role).password };
}
