import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a server took of a storage on a day, as it was last seen that day. */
@Entity({ name: 'backup_usage' })
export class BackupUsageEntity {
  /** UTC, YYYY-MM-DD. */
  @PrimaryColumn({ type: 'varchar', length: 10 })
  day!: string;

  @PrimaryColumn({ type: 'varchar', length: 63 })
  storage!: string;

  @PrimaryColumn({ type: 'varchar', length: 255 })
  server!: string;

  /** A whole number: it may be beyond what a number of JavaScript holds. */
  @Column({ type: 'varchar', length: 20 })
  bytes!: string;
}
