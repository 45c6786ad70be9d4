import { Injectable } from '@nestjs/common';
import type { Alert, AlertPage, AlertQuery } from '@cutover/contracts';
import { In, LessThan, type EntityManager } from 'typeorm';
import { decodeCursor, encodeCursor } from './alert-cursor.js';
import { AlertEntity } from './alert.entity.js';
import { StoreConnection } from '../../store/store-connection.js';

// The entity has the contract's fields; a plain object leaves no class behind for the serializer.
function toAlert(entity: AlertEntity): Alert {
  return { ...entity };
}

function selectAlerts(manager: EntityManager, query: AlertQuery) {
  const select = manager.createQueryBuilder(AlertEntity, 'alert').where('1 = 1');
  if (query.state !== 'all') select.andWhere('alert.state = :state', { state: query.state });
  if (query.severity) select.andWhere('alert.severity = :severity', { severity: query.severity });
  if (query.migration) select.andWhere('alert.migration = :migration', { migration: query.migration });
  if (query.about === 'backups') select.andWhere("alert.migration = ''");
  if (query.about === 'migrations') select.andWhere("alert.migration <> ''");
  return select;
}

/** Alerts on disk: pending, firing and resolved ones. Everything rejects with StoreFault when the store fails. */
@Injectable()
export class AlertStore {
  constructor(private readonly store: StoreConnection) {}

  /** Inserts or replaces by id. */
  async save(alert: Alert): Promise<void> {
    await this.store.write((manager) => manager.upsert(AlertEntity, { ...alert }, ['id']));
  }

  /** Inserts, replaces or (null) forgets several by id, all or none. */
  async saveAll(changes: readonly (readonly [id: string, alert: Alert | null])[]): Promise<void> {
    const saved = changes.flatMap(([, alert]) => (alert === null ? [] : [{ ...alert }]));
    const forgotten = changes.flatMap(([id, alert]) => (alert === null ? [id] : []));
    await this.store.write(async (manager) => {
      if (saved.length > 0) await manager.upsert(AlertEntity, saved, ['id']);
      if (forgotten.length > 0) await manager.delete(AlertEntity, { id: In(forgotten) });
    });
  }

  async find(id: string): Promise<Alert | null> {
    const entity = await this.store.read((manager) => manager.findOneBy(AlertEntity, { id }));
    return entity && toAlert(entity);
  }

  /** Pending and firing ones, for restart. */
  async loadOpen(): Promise<Alert[]> {
    const found = await this.store.read((manager) =>
      manager.find(AlertEntity, { where: { state: In(['pending', 'firing']) }, order: { activeAt: 'ASC', id: 'ASC' } }),
    );
    return found.map(toAlert);
  }

  /** Newest first. `total` counts every match, whatever the cursor. Throws UserError 400 for a cursor that is not ours. */
  async page(query: AlertQuery): Promise<AlertPage> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const [total, found] = await this.store.read(async (manager) => {
      const count = await selectAlerts(manager, query).getCount();
      const select = selectAlerts(manager, query);
      if (after)
        select.andWhere('(alert.activeAt < :activeAt OR (alert.activeAt = :activeAt AND alert.id < :id))', {
          ...after,
        });
      // One more than asked tells whether there is a next page.
      const rows = await select
        .orderBy('alert.activeAt', 'DESC')
        .addOrderBy('alert.id', 'DESC')
        .limit(query.limit + 1)
        .getMany();
      return [count, rows] as const;
    });
    const alerts = found.slice(0, query.limit).map(toAlert);
    const last = alerts.at(-1);
    return { alerts, total, nextCursor: found.length > query.limit && last ? encodeCursor(last) : null };
  }

  /** Deletes resolved alerts that were resolved before the instant; returns how many. Open ones are never deleted. */
  async prune(beforeIso: string): Promise<number> {
    const result = await this.store.write((manager) =>
      manager.delete(AlertEntity, { state: 'resolved', resolvedAt: LessThan(beforeIso) }),
    );
    return result.affected ?? 0;
  }
}
