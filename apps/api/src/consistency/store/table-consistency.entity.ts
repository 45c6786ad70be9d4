import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Last consistency result of one table. */
@Entity({ name: 'table_consistencies' })
export class TableConsistencyEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** `db.table`, unquoted. */
  @PrimaryColumn({ name: 'table_id', type: 'varchar', length: 200 })
  table!: string;

  /** `ConsistencyResult` of the contracts as JSON. */
  @Column({ type: 'text' })
  body!: string;
}
