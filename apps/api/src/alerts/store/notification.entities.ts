import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that was not delivered yet: `Notification` as JSON. */
@Entity({ name: 'notification_queue' })
export class WaitingMessageEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 63 })
  channel!: string;

  @Column({ type: 'text' })
  body!: string;
}

/** How a channel does: `ChannelRecord` as JSON. */
@Entity({ name: 'notification_channels' })
export class ChannelRecordEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  channel!: string;

  @Column({ type: 'text' })
  body!: string;
}

/** What a channel was told of a migration: `Told` as JSON. */
@Entity({ name: 'notification_told' })
export class ToldEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  channel!: string;

  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  @Column({ type: 'text' })
  body!: string;
}
