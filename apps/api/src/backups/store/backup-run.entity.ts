import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BackupRun } from '@cutover/contracts';

/** A run as it is kept. Instants are UTC ISO text. */
@Entity({ name: 'backup_runs' })
export class BackupRunEntity implements Omit<BackupRun, 'progress'> {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  server!: string;

  @Column({ type: 'varchar', length: 63 })
  type!: string;

  @Column({ name: 'slot_at', type: 'varchar', length: 30, nullable: true })
  slotAt!: string | null;

  @Column({ type: 'varchar', length: 12 })
  state!: BackupRun['state'];

  @Column({ name: 'started_at', type: 'varchar', length: 30 })
  startedAt!: string;

  @Column({ name: 'ended_at', type: 'varchar', length: 30, nullable: true })
  endedAt!: string | null;

  /** Until when its process answers for it. */
  @Column({ name: 'lease_until', type: 'varchar', length: 30 })
  leaseUntil!: string;

  /** JSON. */
  @Column({ name: 'outcomes', type: 'text', transformer: { from: JSON.parse, to: JSON.stringify } })
  databases!: BackupRun['databases'];

  @Column({ type: 'text', nullable: true })
  failure!: string | null;
}

/** Up to which slot a schedule has been done for a server. A run begins by moving it on: of two processes one does. */
@Entity({ name: 'backup_slots' })
export class BackupSlotEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  schedule!: string;

  @PrimaryColumn({ type: 'varchar', length: 63 })
  server!: string;

  @Column({ name: 'done_to', type: 'varchar', length: 30 })
  doneTo!: string;
}
