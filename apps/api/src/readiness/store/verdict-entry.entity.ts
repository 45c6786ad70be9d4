import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of the history of an answer: `VerdictEntry` as JSON. */
@Entity({ name: 'verdict_entries' })
export class VerdictEntryEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** Grows from entry to entry. MySQL answers BIGINT as text, hence the transformer. */
  @PrimaryColumn({ type: 'bigint', transformer: { from: Number, to: (seq: number) => seq } })
  seq!: number;

  /** UTC ISO text. */
  @Column({ name: 'noted_at', type: 'varchar', length: 30 })
  notedAt!: string;

  @Column({ type: 'text' })
  body!: string;
}

/** When a migration was watched last. */
@Entity({ name: 'verdict_watches' })
export class VerdictWatchEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** UTC ISO text. */
  @Column({ name: 'watched_until', type: 'varchar', length: 30 })
  watchedUntil!: string;
}
