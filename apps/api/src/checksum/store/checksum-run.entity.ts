import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RunState } from '@cutover/contracts';

/** One verification run. The whole run is kept as JSON; only what is searched for has a column. */
@Entity({ name: 'checksum_runs' })
export class ChecksumRunEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  migration!: string;

  @Column({ name: 'run_state', type: 'varchar', length: 20 })
  state!: RunState;

  /** UTC ISO text; sorts in time order. */
  @Column({ name: 'started_at', type: 'varchar', length: 30 })
  startedAt!: string;

  /** `ChecksumRun` of the contracts as JSON. */
  @Column({ type: 'text' })
  body!: string;
}
