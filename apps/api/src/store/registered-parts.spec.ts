import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Column, Entity, LessThan, PrimaryColumn } from 'typeorm';
import { CONFIG } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { createTable } from './create-table.js';
import { provideStorePart } from './registered-parts.js';
import { RetentionService } from './retention.service.js';
import { StoreConnection } from './store-connection.js';
import type { StorePart } from './store-part.js';
import { firstMigration, schemaOf } from './store-schema.js';
import { StoreModule } from './store.module.js';

const old = '2020-01-01T00:00:00.000Z';

@Entity({ name: 'notes' })
class NoteEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ name: 'written_at', type: 'varchar', length: 30 })
  writtenAt!: string;
}

const notes: StorePart = {
  name: 'notes',
  entities: [NoteEntity],
  migrations: [
    {
      name: 'CreateNotes1770000000000',
      up: (queryRunner) =>
        createTable(queryRunner, 'notes', ['id varchar(64) NOT NULL PRIMARY KEY', 'written_at varchar(30) NOT NULL']),
      down: (queryRunner) => queryRunner.query('DROP TABLE notes'),
    },
  ],
  prune: async (store, { recordsBeforeIso }) => {
    const gone = await store.write((manager) => manager.delete(NoteEntity, { writtenAt: LessThan(recordsBeforeIso) }));
    return { notes: gone.affected ?? 0 };
  },
};

@Global()
@Module({
  providers: [
    Clock,
    { provide: CONFIG, useValue: { store: { url: 'sqlite::memory:', historyHours: 1, alertRetentionDays: 1 } } },
  ],
  exports: [Clock, CONFIG],
})
class GroundModule {}

@Module({ imports: [StoreModule], providers: [provideStorePart(notes)] })
class NotesModule {}

describe('a part of the store', () => {
  it('comes with the module of its capability: the store opens with its tables and prunes them', async () => {
    const app = await Test.createTestingModule({ imports: [GroundModule, StoreModule, NotesModule] }).compile();
    const store = app.get(StoreConnection);
    await store.write((manager) => manager.insert(NoteEntity, { id: 'n1', writtenAt: old }));
    expect(await store.read((manager) => manager.find(NoteEntity))).toEqual([{ id: 'n1', writtenAt: old }]);
    expect(await app.get(RetentionService).prune()).toEqual({ notes: 1 });
    await app.close();
    await expect(store.read((manager) => manager.find(NoteEntity))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  it('may not take the name of another migration, which existing stores take for done', () => {
    expect(() => schemaOf([notes, { ...notes, name: 'copied' }])).toThrow(/CreateNotes1770000000000/);
    const early = (name: string): StorePart => ({
      ...notes,
      migrations: notes.migrations.map((migration) => ({ ...migration, name })),
    });
    expect(schemaOf([early(firstMigration), early(firstMigration)]).migrations).toHaveLength(1);
  });
});
