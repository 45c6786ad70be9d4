import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Pace, type PostgresLab } from '@cutover/lab';
import { benchTable } from './bench-rows.js';

const connections = 4;
/** Rows up to this number are never written. */
export const restingRows = 1_000;

/** Connections that write to the table until they are stopped. */
export interface Writers {
  commits(): number;
  stop(): Promise<void>;
}

/** One transaction on rows all over the table: half change, a quarter come, a quarter go. `next`: a key that nobody has. */
function transaction(rows: number, next: () => number): string {
  const id = restingRows + 1 + randomInt(rows - restingRows);
  switch (randomInt(4)) {
    case 0:
      return `INSERT INTO ${benchTable} VALUES (${next()}, ${id}, md5('${id}'), 'new')`;
    case 1:
      return `DELETE FROM ${benchTable} WHERE id = ${id}`;
    case 2:
      return `UPDATE ${benchTable} SET k = k + 1 WHERE id = ${id}`;
    default:
      return `BEGIN; UPDATE ${benchTable} SET c = md5(random()::text) WHERE id = ${id};
        UPDATE ${benchTable} SET k = k - 1 WHERE id = ${1 + restingRows + randomInt(rows - restingRows)}; COMMIT`;
  }
}

/** Begins to write on the source. A transaction that meets another's rows fails, and is not counted. */
export function startWriters(lab: PostgresLab, rows: number, commitsPerSecond: number): Writers {
  const pace = new Pace(commitsPerSecond, Date.now());
  let commits = 0;
  let newest = rows;
  let isOver = false;
  const write = (): Promise<void> =>
    lab.withAdmin('source', async (admin) => {
      while (!isOver) {
        await delay(pace.take(Date.now()));
        try {
          await admin.query(transaction(rows, () => ++newest));
          commits++;
        } catch {
          await admin.query('ROLLBACK');
        }
      }
    });
  const ended = Promise.all(Array.from({ length: connections }, write));
  ended.catch(() => undefined);
  return {
    commits: () => commits,
    stop: async () => {
      isOver = true;
      await ended;
    },
  };
}
