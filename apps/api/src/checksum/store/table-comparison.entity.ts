import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChecksumRun } from '@cutover/contracts';

/** One comparison of one table: chunks and differing rows belong to it. */
@Entity({ name: 'table_comparisons' })
export class TableComparisonEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  migration!: string;

  /** `db.table`, unquoted. */
  @Column({ name: 'table_id', type: 'varchar', length: 200 })
  table!: string;

  /** The run that works on it, or worked on it last. */
  @Column({ name: 'run_id', type: 'varchar', length: 64 })
  runId!: string;

  @Column({ name: 'run_trigger', type: 'varchar', length: 20 })
  trigger!: ChecksumRun['trigger'];

  /** `open` until its result is there; then `done`, and the only `done` one of its table. */
  @Column({ name: 'comparison_state', type: 'varchar', length: 10 })
  state!: 'open' | 'done';

  /** UTC ISO text; sorts in time order. */
  @Column({ name: 'started_at', type: 'varchar', length: 30 })
  startedAt!: string;
}
