import { roles } from '@cutover/lab';
import { onSide, rowsOf } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';

/** Values at global level that new sessions inherit, and that change what a statement reads, or how long it may take. */
const settings: readonly { name: string; hostile: string }[] = [
  { name: 'autocommit', hostile: '0' },
  { name: 'completion_type', hostile: "'CHAIN'" },
  { name: 'sql_select_limit', hostile: '1' },
  { name: 'sql_big_selects', hostile: '0' },
  { name: 'max_join_size', hostile: '10' },
  { name: 'tx_isolation', hostile: "'READ-UNCOMMITTED'" },
  { name: 'tx_isolation', hostile: "'SERIALIZABLE'" },
  { name: 'time_zone', hostile: "'+05:30'" },
  { name: 'sql_mode', hostile: "'ANSI,PAD_CHAR_TO_FULL_LENGTH'" },
  { name: 'group_concat_max_len', hostile: '4' },
  { name: 'max_statement_time', hostile: '0.01' },
  { name: 'sql_quote_show_create', hostile: '0' },
  { name: 'lock_wait_timeout', hostile: '1' },
  { name: 'idle_transaction_timeout', hostile: '1' },
  { name: 'div_precision_increment', hostile: '0' },
  { name: 'init_connect', hostile: "'SET SESSION autocommit = 0, sql_select_limit = 1'" },
];

/** A setting of one server is changed for all new sessions, for some seconds. */
export const setGlobal: Action<MariadbStage> = {
  name: 'set-global',
  weight: 3,
  async run({ lab, random, undos }) {
    const role = random.pick(roles);
    const { name, hostile } = random.pick(settings);
    const title = `${role}-${name}`;
    if (undos.isOpen(title)) return null;
    const seconds = random.between(5, 30);
    const before = await onSide(lab, role, async (root) => {
      const [row] = await rowsOf(root, `SELECT @@GLOBAL.${name} AS value`);
      await root.query(`SET GLOBAL ${name} = ${hostile}`);
      return row!['value'] as string | number;
    });
    undos.later(title, seconds, () =>
      onSide(lab, role, async (root) => {
        const value = /^[\d.]+$/.test(String(before)) ? Number(before) : before;
        await root.query('SET GLOBAL ?? = ?', [name, value]);
      }),
    );
    return `${role}: ${name} = ${hostile} for ${seconds} s`;
  },
};
