import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was proved about one range of a table. */
@Entity({ name: 'table_chunks' })
export class TableChunkEntity {
  @PrimaryColumn({ name: 'comparison_id', type: 'varchar', length: 64 })
  comparisonId!: string;

  @PrimaryColumn({ name: 'chunk_index', type: 'integer' })
  index!: number;

  /** `StoredChunk` as JSON. */
  @Column({ type: 'text' })
  body!: string;
}
