import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of the history of one pair: `PairHistory` as JSON. */
@Entity({ name: 'pair_histories' })
export class PairHistoryEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  @Column({ type: 'text' })
  body!: string;
}
