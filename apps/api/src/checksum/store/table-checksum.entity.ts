import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Last checksum result of one table. */
@Entity({ name: 'table_checksums' })
export class TableChecksumEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** `db.table`, unquoted. */
  @PrimaryColumn({ name: 'table_id', type: 'varchar', length: 200 })
  table!: string;

  /** `ChecksumResult` of the contracts as JSON. */
  @Column({ type: 'text' })
  body!: string;
}
