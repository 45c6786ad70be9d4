import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Waiver } from '@cutover/contracts';

/** Absent in waivers of releases that did not keep it. */
function readItems(json: string | null): string[] | null {
  return json === null ? null : (JSON.parse(json) as string[] | null);
}

/** A waiver as it is kept: whether it counts now follows from the rest. Instants are UTC ISO text. */
@Entity({ name: 'waivers' })
export class WaiverEntity implements Omit<Waiver, 'isStanding'> {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  migration!: string;

  @Column({ name: 'check_id', type: 'varchar', length: 80 })
  check!: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  subject!: string | null;

  /** JSON. */
  @Column({ type: 'text', nullable: true, transformer: { from: readItems, to: JSON.stringify } })
  items!: string[] | null;

  @Column({ type: 'varchar', length: 10 })
  covers!: Waiver['covers'];

  @Column({ name: 'given_by', type: 'varchar', length: 64 })
  by!: string;

  @Column({ type: 'text' })
  why!: string;

  @Column({ name: 'given_at', type: 'varchar', length: 30 })
  from!: string;

  @Column({ name: 'until_at', type: 'varchar', length: 30 })
  until!: string;

  @Column({ name: 'ended_at', type: 'varchar', length: 30, nullable: true })
  endedAt!: string | null;

  @Column({ name: 'revoked_at', type: 'varchar', length: 30, nullable: true })
  revokedAt!: string | null;

  @Column({ name: 'revoked_by', type: 'varchar', length: 64, nullable: true })
  revokedBy!: string | null;
}
