import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { In, LessThan, MoreThanOrEqual, Not, type FindOptionsWhere } from 'typeorm';
import type { BackupRun } from '@cutover/contracts';
import { lockedRow } from '../../store/locked-row.js';
import { StoreConnection } from '../../store/store-connection.js';
import { BackupRunEntity, BackupSlotEntity } from './backup-run.entity.js';

/** So many are listed at most, the newest. */
const mostListed = 500;

/** Of one server and type so many: what the last one that came to an end says, whatever cut short those after it. */
const mostOfOne = 20;

/** A clock that is set back by no more makes nothing due again. */
const setBackMs = 3_600_000;

/** Of a month of runs so many at most: one every nine minutes. */
const mostSince = 5_000;

/** A slot that a run is to be made for. `doneTo`: as it was read; another process may have moved it on since. */
export interface SlotClaim {
  schedule: string;
  server: string;
  doneTo: string;
  upTo: string;
}

/** As the contract has it: what an older Cutover has kept says nothing of what it did not know. */
const plain = ({ leaseUntil: _, ...run }: BackupRunEntity): BackupRun => ({
  ...run,
  databases: run.databases.map((each) => ({
    ...Object.assign({ skipped: null }, each),
    storages: each.storages.map((storage) => Object.assign({ readBack: null, storedLaterAt: null }, storage)),
  })),
  progress: null,
});

/** How far a run is just now is not kept: nobody needs it later. */
const kept = ({ progress: _, ...run }: BackupRun): Omit<BackupRun, 'progress'> => run;

/** Runs of backups, and how far each schedule is, on disk. Everything rejects with StoreFault when the store fails. */
@Injectable()
export class BackupStore {
  /** Each run that was changed after its end, as it is now. */
  readonly changed = new Subject<BackupRun>();

  constructor(private readonly store: StoreConnection) {}

  /**
   * Up to when a schedule was done for a server. A new one begins now: what would have been due before it was made is not. So does one that
   * was done far in the future, by a clock that was wrong: it would not be due until then.
   */
  async doneTo(schedule: string, server: string, nowIso: string): Promise<string> {
    return this.store.write(async (manager) => {
      const found = await manager.findOneBy(BackupSlotEntity, { schedule, server });
      if (found !== null && Date.parse(found.doneTo) <= Date.parse(nowIso) + setBackMs) return found.doneTo;
      await manager.upsert(BackupSlotEntity, { schedule, server, doneTo: nowIso }, ['schedule', 'server']);
      return nowIso;
    });
  }

  /** Passes over what was missed. False: another process has moved it on. */
  async passOver(claim: SlotClaim): Promise<boolean> {
    return this.store.write(async (manager) => {
      const { schedule, server, doneTo, upTo } = claim;
      const { affected } = await manager.update(BackupSlotEntity, { schedule, server, doneTo }, { doneTo: upTo });
      return affected === 1;
    });
  }

  /**
   * Begins a run, and with it its slot, in one transaction: of two processes one gets it, and a crash loses neither. False: another
   * process has the slot, or a run of this server is under way.
   */
  async begin(run: BackupRun, leaseUntil: string, claim: SlotClaim | null): Promise<boolean> {
    return this.store.write(async (manager) => {
      const underWay = await manager.countBy(BackupRunEntity, { server: run.server, state: 'running' });
      if (underWay > 0) return false;
      if (claim !== null) {
        const { schedule, server, doneTo, upTo } = claim;
        const { affected } = await manager.update(BackupSlotEntity, { schedule, server, doneTo }, { doneTo: upTo });
        if (affected !== 1) return false;
      }
      await manager.insert(BackupRunEntity, { ...kept(run), leaseUntil });
      return true;
    });
  }

  /** Its process goes on answering for it. False: the run was taken from it. */
  async renew(id: string, leaseUntil: string): Promise<boolean> {
    const { affected } = await this.store.write((manager) =>
      manager.update(BackupRunEntity, { id, state: 'running' }, { leaseUntil }),
    );
    return affected === 1;
  }

  /** What a run has come to, later where the store is out of order. Never rejects for that. */
  async keepSaved(run: BackupRun): Promise<void> {
    const { id, ...rest } = kept(run);
    await this.store.keep(savedKey(id), (manager) => manager.update(BackupRunEntity, { id }, rest));
  }

  /**
   * Changes a run that has ended, as it is kept at that moment: several, also in other processes, find out of it later what they do not
   * know of each other. `what`: a change of the same name that waits for the store is replaced. Written later where the store is out of order;
   * never rejects for that.
   */
  async keepChanged(id: string, what: string, change: (run: BackupRun) => BackupRun): Promise<void> {
    let run: BackupRun | null = null;
    await this.store.keep(`backup run ${id}: ${what}`, async (manager) => {
      const found = await manager.findOne(BackupRunEntity, { where: { id }, ...lockedRow(manager) });
      if (found === null) return;
      run = change(plain(found));
      const { id: _, ...rest } = kept(run);
      await manager.update(BackupRunEntity, { id }, rest);
    });
    if (run !== null) this.changed.next(run);
  }

  /** Ends runs whose process answers for them no more. Resolves with those that it has ended: of two processes one does. */
  async interrupt(nowIso: string): Promise<BackupRun[]> {
    // One that ended while the store was out of order has ended well: first its end is written.
    await this.store.flush();
    const isLost = { state: 'running' as const, leaseUntil: LessThan(nowIso) };
    const listed = await this.store.read((manager) =>
      manager.find(BackupRunEntity, { where: isLost, select: { id: true } }),
    );
    const ended = { state: 'interrupted' as const, endedAt: nowIso, failure: interruption };
    const lost: BackupRun[] = [];
    for (const { id } of listed.filter((each) => !this.store.isWaiting(savedKey(each.id))))
      await this.store.write(async (manager) => {
        // It may have ended, or another process may have ended it, since it was listed.
        const run = await manager.findOne(BackupRunEntity, { where: { ...isLost, id }, ...lockedRow(manager) });
        if (run === null) return;
        await manager.update(BackupRunEntity, { id }, ended);
        lost.push({ ...plain(run), ...ended });
      });
    return lost;
  }

  /** The newest first. */
  async list(server: string | null): Promise<BackupRun[]> {
    return this.newestWhere(server === null ? {} : { server }, mostListed);
  }

  /** Of a server and a type, the newest first: also those that runs of others have pushed out of `list`. */
  async newestOf(server: string, type: string): Promise<BackupRun[]> {
    return this.newestWhere({ server, type }, mostOfOne);
  }

  /** The newest first. */
  async inStates(states: readonly BackupRun['state'][]): Promise<BackupRun[]> {
    return this.newestWhere({ state: In(states) }, mostListed);
  }

  private async newestWhere(where: FindOptionsWhere<BackupRunEntity>, take: number): Promise<BackupRun[]> {
    const found = await this.store.read((manager) =>
      manager.find(BackupRunEntity, { where, order: { startedAt: 'DESC', id: 'DESC' }, take }),
    );
    return found.map(plain);
  }

  /** Runs begun since an instant, the newest first; of very many the newest. */
  async since(fromIso: string): Promise<BackupRun[]> {
    const found = await this.store.read((manager) =>
      manager.find(BackupRunEntity, {
        where: { startedAt: MoreThanOrEqual(fromIso) },
        order: { startedAt: 'DESC', id: 'DESC' },
        take: mostSince,
      }),
    );
    return found.map(plain);
  }

  /** Every run that has ended, the oldest first, some at a time. */
  async *ended(): AsyncGenerator<BackupRun[]> {
    for (let skip = 0; ; skip += mostListed) {
      const found = await this.store.read((manager) =>
        manager.find(BackupRunEntity, {
          where: { state: Not('running' as const) },
          order: { startedAt: 'ASC', id: 'ASC' },
          ...{ skip, take: mostListed },
        }),
      );
      if (found.length > 0) yield found.map(plain);
      if (found.length < mostListed) return;
    }
  }

  /** null: there is none of that id. */
  async find(id: string): Promise<BackupRun | null> {
    const found = await this.store.read((manager) => manager.findOneBy(BackupRunEntity, { id }));
    return found && plain(found);
  }

  /** Deletes runs that ended before an instant; returns how many. The backups themselves lie in their storages. */
  async prune(beforeIso: string): Promise<number> {
    const old = { startedAt: LessThan(beforeIso), state: Not('running' as const) };
    return (await this.store.write((manager) => manager.delete(BackupRunEntity, old))).affected ?? 0;
  }
}

const savedKey = (id: string): string => `backup run ${id}`;

const interruption =
  'The process that made it ended before it did; the backups that it had finished are kept, and the schedule goes on.';
