import Database from 'libsql';
import { StoreStage } from '../../test/support/store-stage.js';
import type { StoreConnection } from './store-connection.js';

/** Large enough that its COMMIT takes a while on any disk. */
const megabytes = 32;

/** Puts the large transaction together on the event loop; its COMMIT comes when this is fulfilled. */
async function fillPageCache(connection: StoreConnection, beforeCommit: () => void): Promise<void> {
  await connection.read((manager) => manager.query(`PRAGMA cache_size = -${megabytes * 4 * 1024}`));
  await connection.write(async (manager) => {
    await manager.query('CREATE TABLE large (piece BLOB)');
    for (let number = 0; number < megabytes; number++)
      await manager.query('INSERT INTO large VALUES (randomblob(1048576))');
    beforeCommit();
  });
}

/** How often the event loop came round while a large transaction was committed. */
async function turnsDuringCommit(connection: StoreConnection): Promise<number> {
  let turns = 0;
  let isCommitting = true;
  const countTurns = (): void => {
    turns += 1;
    if (isCommitting) setImmediate(countTurns);
  };
  await fillPageCache(connection, () => setImmediate(countTurns));
  isCommitting = false;
  return turns;
}

describe('commitOffLoop', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  /** What another connection finds in the file. */
  function largeTables(): number {
    const reader = new Database(stage.file);
    const { tables } = reader.prepare("SELECT count(*) AS tables FROM sqlite_master WHERE name = 'large'").get() as {
      tables: number;
    };
    reader.close();
    return tables;
  }

  it('lets the process answer while the disk is waited for', async () => {
    const { connection } = await stage.open();
    expect(await turnsDuringCommit(connection)).toBeGreaterThan(0);
  });

  it('commits after a transaction that SQLite has ended by itself, as it does on a full disk', async () => {
    const { connection } = await stage.open();
    const full = new Error('database or disk is full');
    const ended = connection.write(async (manager) => {
      await manager.query('ROLLBACK');
      throw full;
    });
    await expect(ended).rejects.toThrow('full');
    await expect(connection.write(() => Promise.reject(full))).rejects.toThrow('full');
    expect(await turnsDuringCommit(connection)).toBeGreaterThan(0);
    expect(largeTables()).toBe(1);
  });

  it('fulfils a write only when others can read it from the file', async () => {
    const { connection } = await stage.open();
    let before: number | null = null;
    await fillPageCache(connection, () => (before = largeTables()));
    expect([before, largeTables()]).toEqual([0, 1]);
  });

  it('leaves it to SQLite to sync the log at every commit', async () => {
    const { connection } = await stage.open();
    const asked = await connection.read(async (manager) => [
      await manager.query('PRAGMA journal_mode'),
      await manager.query('PRAGMA synchronous'),
    ]);
    // 2 is FULL.
    expect(asked).toEqual([[{ journal_mode: 'wal' }], [{ synchronous: 2 }]]);
  });

  it('rejects a write whose COMMIT fails, keeps nothing of it, and goes on with the next', async () => {
    const { connection } = await stage.open();
    await connection.write(async (manager) => {
      await manager.query('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
      await manager.query('CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)');
    });
    // A deferred foreign key is looked at by COMMIT alone.
    const orphan = connection.write((manager) => manager.query('INSERT INTO child VALUES (1)'));
    await expect(orphan).rejects.toThrow('FOREIGN KEY');
    await connection.write(async (manager) => {
      await manager.query('INSERT INTO parent VALUES (2)');
      await manager.query('INSERT INTO child VALUES (2)');
    });
    expect(await connection.read((manager) => manager.query('SELECT id FROM child'))).toEqual([{ id: 2 }]);
  });
});
