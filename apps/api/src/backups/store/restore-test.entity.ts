import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BackupRestoreTest } from '@cutover/contracts';

/** A test as it is kept. Instants are UTC ISO text. */
@Entity({ name: 'backup_restore_tests' })
export class RestoreTestEntity implements BackupRestoreTest {
  /** Of a test that was due it says which one: of two processes one can begin it. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ name: 'backup_id', type: 'varchar', length: 64 })
  backupId!: string;

  @Column({ name: 'backup_started_at', type: 'varchar', length: 30 })
  backupStartedAt!: string;

  @Column({ type: 'varchar', length: 63 })
  server!: string;

  @Column({ type: 'varchar', length: 16 })
  engine!: BackupRestoreTest['engine'];

  /** Of the server that the backup was dumped from; null: nobody knows. */
  @Column({ type: 'varchar', length: 270, nullable: true })
  address!: string | null;

  @Column({ name: 'database_name', type: 'varchar', length: 255 })
  database!: string;

  @Column({ type: 'varchar', length: 63 })
  storage!: string;

  @Column({ name: 'slot_at', type: 'varchar', length: 30, nullable: true })
  slotAt!: string | null;

  @Column({ type: 'varchar', length: 12 })
  state!: BackupRestoreTest['state'];

  @Column({ name: 'started_at', type: 'varchar', length: 30 })
  startedAt!: string;

  @Column({ name: 'ended_at', type: 'varchar', length: 30, nullable: true })
  endedAt!: string | null;

  /** Until when its process answers for it. */
  @Column({ name: 'lease_until', type: 'varchar', length: 30 })
  leaseUntil!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'restored_to', type: 'varchar', length: 255, nullable: true })
  restoredTo!: string | null;

  @Column({ name: 'restore_ms', type: 'integer', nullable: true })
  restoreMs!: number | null;

  /** JSON. */
  @Column({ name: 'tables_compared', type: 'text', transformer: { from: JSON.parse, to: JSON.stringify } })
  tables!: BackupRestoreTest['tables'];
}
