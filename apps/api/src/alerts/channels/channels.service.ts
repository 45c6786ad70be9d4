import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ChannelTest, Notification, NotificationChannel } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type ChannelConfig, type CutoverConfig, type MigrationConfig } from '../../config/config.schema.js';
import { UserError } from '../../failures/failures.js';
import { TooManyRequests } from '../../platform/access/login-refusals.js';
import { Clock } from '../../platform/clock.js';
import { NotificationStore } from '../store/notification.store.js';
import { ChannelLine } from './delivery/channel-line.js';
import { stateOf, type ChannelRecord } from './delivery/channel-record.js';
import { DeliveryFailure } from './delivery/channel-sender.js';
import { senders } from './delivery/senders.js';
import { composeTest } from './messages/compose.js';
import { isQuiet } from './telling/quiet-hours.js';

/** A channel is tested so often at most: the other side may count, and people get the messages. */
const testPauseMs = 10_000;

/** A channel of the configuration and the line that serves it. */
export interface ServedChannel {
  config: ChannelConfig;
  line: ChannelLine;
}

/** The channels of the configuration: how they do, and what waits for them. */
@Injectable()
export class ChannelsService implements BeforeApplicationShutdown {
  private readonly changed = new Subject<string>();
  private readonly channels: ReadonlyMap<string, ServedChannel>;
  /** Monotonic ms of the last test, by channel. */
  private readonly testedAtMs = new Map<string, number>();

  /** Migrations of which a channel changed. */
  readonly changes: Observable<string> = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    store: NotificationStore,
  ) {
    this.channels = new Map(
      config.alerts.channels.map((channel) => {
        const sender = senders[channel.type](channel, clock);
        const onChange = (): void => this.announce(channel);
        const line = new ChannelLine(channel.name, sender, { clock, store, random: Math.random, onChange });
        return [channel.name, { config: channel, line }];
      }),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.channels.values()].map(({ line }) => line.stop()));
  }

  names(): string[] {
    return [...this.channels.keys()];
  }

  /** Channels that are told of backups (null): those that are not limited to some migrations. Or of a migration; of one of several databases by its own name: those that are told of any of them. */
  serving(migration: string | null): ServedChannel[] {
    if (migration === null) return [...this.channels.values()].filter(({ config }) => config.migrations === undefined);
    const known = this.config.migrations.filter(({ name, group }) => name === migration || group?.name === migration);
    // What is told of one that is no longer configured goes to whom it was promised.
    const parts = known.length > 0 ? known : [{ name: migration, group: null }];
    return [...this.channels.values()].filter(({ config }) => parts.some((part) => serves(config, part)));
  }

  /**
   * The part of a migration of several databases whose alerts tell of its servers (ServerStatus.toldBy), where this channel is told of
   * other parts only; null: it is told of that one, or hears of the servers with another part.
   */
  tellerOfServers({ config }: ServedChannel, migration: string): string | null {
    const name = this.config.migrations.find((each) => each.name === migration)?.group?.name;
    if (name === undefined) return null;
    const parts = this.config.migrations.filter(({ group }) => group?.name === name);
    const heard = parts.find((part) => serves(config, part));
    return heard?.name === migration && heard !== parts[0] ? (parts[0]?.name ?? null) : null;
  }

  /** Takes up what an earlier process left. */
  restore(records: ReadonlyMap<string, ChannelRecord>, messages: readonly Notification[]): void {
    for (const [name, { line }] of this.channels)
      line.restore(
        records.get(name) ?? null,
        messages.filter(({ channel }) => channel === name),
      );
  }

  /** All of them, in the order of the configuration; with a migration, those that are told of it. */
  list(migration?: string): NotificationChannel[] {
    const chosen = migration === undefined ? [...this.channels.values()] : this.serving(migration);
    return chosen.map((channel) => this.shown(channel));
  }

  /**
   * Sends a test message now. That it did not arrive is an answer and no error; 404 CHANNEL_UNKNOWN, 429 CHANNEL_TESTED_JUST_NOW.
   */
  async test(name: string): Promise<ChannelTest> {
    const channel = this.channels.get(name);
    if (channel === undefined)
      throw new UserError(404, 'CHANNEL_UNKNOWN', `There is no channel "${name}". Configured: ${this.known()}`);
    const startedMs = this.clock.monotonicMs();
    this.takeTurn(name, startedMs);
    const sentAt = this.clock.nowIso();
    const { publicUrl } = this.config.server;
    const message = composeTest({ id: randomUUID(), channel: name, nowIso: sentAt, publicUrl });
    const ended = (outcome: Pick<ChannelTest, 'delivered' | 'answer' | 'action'>): ChannelTest => ({
      ...{ channel: name, sentAt, durationMs: Math.round(this.clock.monotonicMs() - startedMs) },
      ...outcome,
    });
    try {
      return ended({ delivered: true, answer: await channel.line.try(message), action: '' });
    } catch (error) {
      if (!(error instanceof DeliveryFailure)) throw error;
      return ended({ delivered: false, answer: error.message, action: error.action });
    }
  }

  private takeTurn(name: string, nowMs: number): void {
    const waitMs = (this.testedAtMs.get(name) ?? -Infinity) + testPauseMs - nowMs;
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new TooManyRequests(
        'CHANNEL_TESTED_JUST_NOW',
        `Channel ${name} was tested just now; try again in ${seconds} s.`,
        seconds,
      );
    }
    this.testedAtMs.set(name, nowMs);
  }

  private known(): string {
    return this.names().join(', ') || 'none (alerts.channels in cutover.yaml)';
  }

  private announce(channel: ChannelConfig): void {
    for (const migration of this.config.migrations) if (serves(channel, migration)) this.changed.next(migration.name);
  }

  private shown({ config, line }: ServedChannel): NotificationChannel {
    const { record, oldest } = line;
    const { lastSuccessAt, lastFailureAt, lastFailure, action, failingSince, failedAttempts, notBeforeMs, lost } =
      record;
    const isTriedLater = oldest !== null && notBeforeMs !== null;
    return {
      ...{ name: config.name, type: config.type, destination: line.destination, minSeverity: config.minSeverity },
      ...{ migrations: config.migrations ? [...config.migrations] : null, verdicts: config.verdicts },
      ...{
        state: stateOf(record),
        failingSince,
        lastSuccessAt,
        lastFailureAt,
        lastFailure,
        action,
        failedAttempts,
        lost,
      },
      nextAttemptAt: isTriedLater ? new Date(notBeforeMs).toISOString() : null,
      ...{ waiting: line.waiting, oldestWaitingAt: oldest?.createdAt ?? null },
      isQuiet: isQuiet(config.quietHours, this.clock.nowMs()),
    };
  }
}

/** A channel that names a migration of several databases is told of all of them. */
function serves({ migrations }: ChannelConfig, { name, group }: Pick<MigrationConfig, 'name' | 'group'>): boolean {
  return migrations === undefined || migrations.includes(name) || (group !== null && migrations.includes(group.name));
}
