import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One freeze proof: `FreezeProof` as JSON. */
@Entity({ name: 'freeze_proofs' })
export class FreezeProofEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  migration!: string;

  /** UTC ISO text. */
  @Column({ name: 'started_at', type: 'varchar', length: 40 })
  startedAt!: string;

  @Column({ type: 'text' })
  body!: string;
}
