import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key by which reports are signed: one row. */
@Entity({ name: 'report_keys' })
export class ReportKeyEntity {
  @PrimaryColumn({ type: 'varchar', length: 20 })
  name!: string;

  /** PKCS#8 in PEM. */
  @Column({ type: 'text' })
  privateKey!: string;
}
