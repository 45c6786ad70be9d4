import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReplicationState } from '@cutover/contracts';

/** One lag measurement of one migration. null is unknown, never zero. */
@Entity({ name: 'lag_samples' })
export class LagSampleEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** Milliseconds since the epoch. MySQL answers BIGINT as text, hence the transformer. */
  @PrimaryColumn({ name: 'at_ms', type: 'bigint', transformer: { from: Number, to: (ms: number) => ms } })
  atMs!: number;

  @Column({ type: 'double', nullable: true })
  seconds!: number | null;

  @Column({ name: 'at_least_seconds', type: 'double', nullable: true })
  atLeastSeconds!: number | null;

  @Column({ name: 'transactions_behind', type: 'double', nullable: true })
  transactionsBehind!: number | null;

  @Column({ name: 'not_received_bytes', type: 'double', nullable: true })
  notReceivedBytes!: number | null;

  @Column({ name: 'not_applied_bytes', type: 'double', nullable: true })
  notAppliedBytes!: number | null;

  @Column({ name: 'replication_state', type: 'varchar', length: 20 })
  state!: ReplicationState;
}
