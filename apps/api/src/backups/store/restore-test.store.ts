import { Injectable } from '@nestjs/common';
import { LessThan, Not } from 'typeorm';
import type { BackupRestoreTest } from '@cutover/contracts';
import { lockedRow } from '../../store/locked-row.js';
import { StoreConnection } from '../../store/store-connection.js';
import { RestoreTestEntity } from './restore-test.entity.js';

/** So many are listed at most, the newest. */
const mostListed = 500;

const plain = ({ leaseUntil: _, ...test }: RestoreTestEntity): BackupRestoreTest => ({ ...test });

/** Tests of backups, on disk. Everything rejects with StoreFault when the store fails. */
@Injectable()
export class RestoreTestStore {
  constructor(private readonly store: StoreConnection) {}

  /** False: one of this id was begun, by us or by another process. */
  async begin(test: BackupRestoreTest, leaseUntil: string): Promise<boolean> {
    return this.store.write(async (manager) => {
      if (await manager.existsBy(RestoreTestEntity, { id: test.id })) return false;
      await manager.insert(RestoreTestEntity, { ...test, leaseUntil });
      return true;
    });
  }

  /** Its process goes on answering for it. */
  async renew(id: string, leaseUntil: string): Promise<void> {
    await this.store.write((manager) => manager.update(RestoreTestEntity, { id, state: 'running' }, { leaseUntil }));
  }

  /** What a test has come to, later where the store is out of order. Never rejects for that. */
  async keepSaved({ id, ...rest }: BackupRestoreTest): Promise<void> {
    await this.store.keep(savedKey(id), (manager) => manager.update(RestoreTestEntity, { id }, rest));
  }

  /** Ends tests whose process answers for them no more. Resolves with those that it has ended: of two processes one does. */
  async interrupt(nowIso: string): Promise<BackupRestoreTest[]> {
    // One that ended while the store was out of order has ended well: first its end is written.
    await this.store.flush();
    const isLost = { state: 'running' as const, leaseUntil: LessThan(nowIso) };
    const listed = await this.store.read((manager) =>
      manager.find(RestoreTestEntity, { where: isLost, select: { id: true } }),
    );
    const ended = { state: 'interrupted' as const, endedAt: nowIso, reason: interruption };
    const lost: BackupRestoreTest[] = [];
    for (const { id } of listed.filter((each) => !this.store.isWaiting(savedKey(each.id))))
      await this.store.write(async (manager) => {
        // It may have ended, or another process may have ended it, since it was listed.
        const test = await manager.findOne(RestoreTestEntity, { where: { ...isLost, id }, ...lockedRow(manager) });
        if (test === null) return;
        await manager.update(RestoreTestEntity, { id }, ended);
        lost.push({ ...plain(test), ...ended });
      });
    return lost;
  }

  /** The newest first. */
  async list(server: string | null): Promise<BackupRestoreTest[]> {
    const where = server === null ? {} : { server };
    const found = await this.store.read((manager) =>
      manager.find(RestoreTestEntity, { where, order: { startedAt: 'DESC', id: 'DESC' }, take: mostListed }),
    );
    return found.map(plain);
  }

  /** null: there is none of that id. */
  async find(id: string): Promise<BackupRestoreTest | null> {
    const found = await this.store.read((manager) => manager.findOneBy(RestoreTestEntity, { id }));
    return found && plain(found);
  }

  /** Deletes tests that were begun before an instant, but not the last one of a database that has passed. Returns how many. */
  async prune(beforeIso: string): Promise<number> {
    const kept = (await this.passed()).map(({ id }) => id);
    return this.store.write(async (manager) => {
      const old = await manager.findBy(RestoreTestEntity, {
        startedAt: LessThan(beforeIso),
        state: Not('running' as const),
      });
      const ids = old.map(({ id }) => id).filter((id) => !kept.includes(id));
      for (const id of ids) await manager.delete(RestoreTestEntity, { id });
      return ids.length;
    });
  }

  /** Of each database of each server the last test that has passed; another address under the same name is another server. */
  async passed(): Promise<BackupRestoreTest[]> {
    const all = await this.store.read((manager) =>
      manager.find(RestoreTestEntity, { where: { state: 'passed' }, order: { startedAt: 'DESC', id: 'DESC' } }),
    );
    const last = new Map<string, RestoreTestEntity>();
    for (const test of all) {
      const key = JSON.stringify([test.server, test.address, test.database]);
      if (!last.has(key)) last.set(key, test);
    }
    return [...last.values()].map(plain);
  }
}

const savedKey = (id: string): string => `restore test ${id}`;

const interruption =
  'The process that made the test ended before it did. It says nothing of the backup; the next test does.';
