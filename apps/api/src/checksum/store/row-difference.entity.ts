import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RowDifferenceKind } from '@cutover/contracts';

/** One differing row, with the statement that repairs it. */
@Entity({ name: 'row_differences' })
export class RowDifferenceEntity {
  @PrimaryColumn({ name: 'comparison_id', type: 'varchar', length: 64 })
  comparisonId!: string;

  /** Counted from 0, in the order in which the rows were found. */
  @PrimaryColumn({ name: 'row_number_in_table', type: 'integer' })
  number!: number;

  /** The chunk it was found in. */
  @Column({ name: 'chunk_index', type: 'integer' })
  chunkIndex!: number;

  @Column({ type: 'varchar', length: 10 })
  kind!: RowDifferenceKind;

  /** `RowDifference` of the contracts as JSON. */
  @Column({ type: 'text' })
  body!: string;

  /** What takes the row away before others are written; null for most. */
  @Column({ name: 'removal_sql', type: 'text', nullable: true })
  removalSql!: string | null;

  /** null where values are not to be kept. */
  @Column({ name: 'repair_sql', type: 'text', nullable: true })
  repairSql!: string | null;
}
