import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tables of a run under way: what is needed to go on after the process was killed. */
@Entity({ name: 'run_plans' })
export class RunPlanEntity {
  @PrimaryColumn({ name: 'run_id', type: 'varchar', length: 64 })
  runId!: string;

  @Column({ type: 'varchar', length: 63 })
  migration!: string;

  /** Names of the tables, `db.table`, as a JSON list. */
  @Column({ type: 'text' })
  body!: string;
}
