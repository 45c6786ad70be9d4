import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Alert, AlertState, AlertType, Severity } from '@cutover/contracts';

/** One alert, column by column as the contract has it. Instants are UTC ISO text, which sorts in time order. */
@Entity({ name: 'alerts' })
export class AlertEntity implements Alert {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ name: 'alert_type', type: 'varchar', length: 40 })
  type!: AlertType;

  @Column({ type: 'varchar', length: 10 })
  severity!: Severity;

  /** Stands as '' where it is null: the column was made when every alert was of a migration, and none has that name. */
  @Column({
    type: 'varchar',
    length: 63,
    transformer: { from: (name: string) => name || null, to: (name) => name ?? '' },
  })
  migration!: string | null;

  @Column({ type: 'varchar', length: 255 })
  subject!: string;

  @Column({ type: 'text' })
  message!: string;

  @Column({ name: 'action_text', type: 'text' })
  action!: string;

  @Column({ name: 'alert_state', type: 'varchar', length: 10 })
  state!: AlertState;

  @Column({ name: 'active_at', type: 'varchar', length: 30 })
  activeAt!: string;

  @Column({ name: 'fired_at', type: 'varchar', length: 30, nullable: true })
  firedAt!: string | null;

  @Column({ name: 'resolved_at', type: 'varchar', length: 30, nullable: true })
  resolvedAt!: string | null;

  @Column({ name: 'acknowledged_at', type: 'varchar', length: 30, nullable: true })
  acknowledgedAt!: string | null;

  @Column({ name: 'acknowledged_by', type: 'varchar', length: 64, nullable: true })
  acknowledgedBy!: string | null;

  @Column({ type: 'integer' })
  occurrences!: number;
}
