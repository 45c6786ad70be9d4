import type { Connection } from 'mysql2/promise';
import { hasCaughtUp, isReplicating } from '../replication.js';
import { onSide, rowsOf, writeOnSource } from '../session.js';
import { stillId } from '../../../stage/soak-rows.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { freeTable } from '../../../actions/plant-row.js';

const ways = ['sql_slave_skip_counter', 'gtid_slave_pos'] as const;

/** The target leaves out a transaction of the source: by the counter, or by a position that was set by hand. */
export const skipEvent: Action<MariadbStage> = {
  name: 'skip-event',
  weight: 1,
  async run(stage) {
    const { lab, oracle, random, load, undos } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('replication-delayed')) return null;
    await load.pause();
    const id = stillId(random.int(1e9));
    const table = freeTable(stage);
    const isFree = table !== null && !oracle.truth.standing(table).some(({ key }) => key === String(id));
    if (!isFree || !(await hasCaughtUp(lab, 10_000))) {
      load.resume();
      return null;
    }
    const way = random.pick(ways);
    const name = oracle.truth.names.nameOf(table);
    const fromMs = Date.now();
    const disturbance = oracle.quiet.disturb(fromMs);
    await onSide(lab, 'target', (target) => target.query('STOP SLAVE'));
    const difference = oracle.truth.begin(table, String(id), `skipped by ${way}`, Date.now());
    await writeOnSource(lab, `UPDATE ${name} SET payload = 'skipped ${random.int(1e9)}' WHERE id = ${id}`);
    const [row] = await onSide(lab, 'source', (source) => rowsOf(source, 'SELECT @@GLOBAL.gtid_binlog_pos AS p'));
    await onSide(lab, 'target', async (target) => {
      await skip(target, way, String(row!['p']));
      await target.query('START SLAVE');
    });
    await isReplicating(lab, 20_000);
    const hasSkipped = await hasCaughtUp(lab, 20_000);
    if (hasSkipped) difference.begun(Date.now());
    oracle.truth.voidings.push({ what: `an event was skipped by ${way}`, fromMs, toMs: Date.now() });
    disturbance.over(Date.now());
    load.resume();
    return `${way}: ${difference.describe()}`;
  },
};

async function skip(target: Connection, way: (typeof ways)[number], position: string): Promise<void> {
  if (way === 'gtid_slave_pos') await target.query(`SET GLOBAL gtid_slave_pos = '${position}'`);
  else await target.query('SET GLOBAL sql_slave_skip_counter = 1');
}
