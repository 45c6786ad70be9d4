import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One state of the configuration of backups. Instants are UTC ISO text. */
@Entity({ name: 'backup_configurations' })
export class BackupConfigurationEntity {
  /** Each change has the next one: of two that were made of the same state one is kept. */
  @PrimaryColumn({ type: 'integer' })
  revision!: number;
  /** Tells our row from one that another process has written under the same number. */
  @Column({ name: 'change_id', type: 'varchar', length: 64 })
  changeId!: string;
  /** JSON of what would stand under `backups:`, its secrets sealed; null: the file applies again. */
  @Column({ type: 'text', nullable: true })
  document!: string | null;
  /** JSON: since when each schedule is due at the times that it names. */
  @Column({ name: 'due_since', type: 'text' })
  dueSince!: string;
  /** Digest of `backups:` of the file when the store took over from it. */
  @Column({ name: 'seed_digest', type: 'varchar', length: 64 })
  seedDigest!: string;
  @Column({ name: 'changed_at', type: 'varchar', length: 30 })
  changedAt!: string;
  @Column({ name: 'changed_by', type: 'varchar', length: 64 })
  changedBy!: string;
}
