import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { foldFreezeProofs, roles, type Alert, type FreezeProofNews, type OverallVerdict } from '@cutover/contracts';
import type { Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../../config/config.schema.js';
import { Clock } from '../../../platform/clock.js';
import { EvidenceRegistry } from '../../../evidence/evidence.registry.js';
import { AlertsService } from '../../alerts.service.js';
import { NotificationStore, type KeptNotifications } from '../../store/notification.store.js';
import { ChannelsService, type ServedChannel } from '../channels.service.js';
import { compose } from '../messages/compose.js';
import { saidOfGroup, saidOfProof } from '../messages/said-of-proof.js';
import { groupProofNews, proofNews, type ProofNews } from './proof-news.js';
import { decideNews } from './decide-news.js';
import { heard, settled, type StandingAnswer } from './settled-answer.js';
import { ToldBook, type Moment } from './told-book.js';
import type { Told } from './told.js';

/** What a freeze proof gives to tell, and in which words. */
interface ProofToTell {
  news: ProofNews;
  said: FreezeProofNews;
}

/** Of what a channel is told: a migration, backups (null), or the freeze proof of all its databases under the name that they share. */
interface Subject {
  name: string | null;
  /** Alerts that fire, for one channel that was told so much. */
  firing: (channel: ServedChannel, before: Told) => Alert[];
  proof: ProofToTell | null;
}

/** Decides who is told what, and hands the messages to the lines of the channels. */
@Injectable()
export class NotifierService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly book = new ToldBook();
  private readonly verdicts = new Map<string, { verdict: OverallVerdict; standing: StandingAnswer }>();
  private subscription: Subscription | null = null;
  private isLoaded = false;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly alerts: AlertsService,
    private readonly channels: ChannelsService,
    private readonly store: NotificationStore,
    private readonly evidence: EvidenceRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.channels.names().length === 0) return;
    this.subscription = this.alerts.changes.subscribe((alert) => this.hearAlert(alert));
    await this.load();
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  /** The answer as it was just judged. */
  hearVerdict(migration: string, verdict: OverallVerdict): void {
    const standing = this.verdicts.get(migration)?.standing ?? null;
    this.verdicts.set(migration, { verdict, standing: heard(standing, verdict.answer, this.clock.monotonicMs()) });
  }

  /** Tells the channels of a migration what they do not know yet. Call it again and again; never beside itself. */
  async tell(migration: string): Promise<void> {
    // With the first of several databases, so that it is never told of twice at once.
    const group = this.config.migrations.find(({ name }) => name === migration)?.group?.name;
    const isFirst = this.config.migrations.find((each) => each.group?.name === group)?.name === migration;
    await this.tellAll([this.ofMigration(migration), ...(group !== undefined && isFirst ? [this.ofAll(group)] : [])]);
  }

  /** The same of backups, which are of no migration. */
  async tellOfBackups(): Promise<void> {
    await this.tellAll([{ name: null, firing: () => this.alerts.firing(null), proof: null }]);
  }

  private async tellAll(subjects: readonly Subject[]): Promise<void> {
    if (subjects.every(({ name }) => this.channels.serving(name).length === 0)) return;
    if (!this.isLoaded) await this.load();
    // What was told could otherwise look ended only because it was not read yet.
    if (this.isLoaded && !this.alerts.isRestored) return;
    for (const subject of subjects)
      for (const channel of this.channels.serving(subject.name)) await this.tellOne(channel, subject);
  }

  private ofMigration(name: string): Subject {
    const proof = this.evidence.part('freeze-proof', name);
    const news = proofNews(proof);
    return {
      name,
      firing: (channel, before) => this.firing(channel, name, before),
      proof: news && proof && { news, said: saidOfProof(news, proof) },
    };
  }

  /** Alerts and answers are told of each database; one freeze proof is of all of them. */
  private ofAll(group: string): Subject {
    const parts = this.config.migrations.flatMap(({ name, group: of }) =>
      of?.name === group
        ? [{ migration: name, database: of.database, proof: this.evidence.part('freeze-proof', name) }]
        : [],
    );
    const folded = foldFreezeProofs(group, parts);
    const proofs = parts.map(({ proof }) => proof);
    const news = groupProofNews(folded, proofs, this.clock.nowMs());
    return {
      ...{ name: group, firing: () => [] },
      proof: news && folded && { news, said: saidOfGroup(news, folded, proofs) },
    };
  }

  private async tellOne(channel: ServedChannel, { name: migration, firing, proof }: Subject): Promise<void> {
    const { config, line } = channel;
    const { name } = config;
    const moment = this.moment();
    const { monotonicMs } = moment;
    const known = migration === null ? undefined : this.verdicts.get(migration);
    const before = this.book.told(name, migration);
    const events = this.book.events(name, migration);
    const { outcome, news, told } = decideNews(config, before, {
      // A channel that fails needs no message about that, which it would get when it works again.
      firing: firing(channel, before).filter((alert) => !isAboutChannel(alert, name)),
      events,
      answerNow: known?.verdict.answer ?? null,
      answer: settled(known?.standing ?? null, this.config.alerts.holdSeconds * 1000, monotonicMs),
      proof: proof?.news ?? null,
      isWaiting: line.isWaiting(migration),
      nowMs: moment.nowMs,
      sinceReminderMs: this.book.sinceReminderMs(name, migration, moment),
      gatheredForMs: this.book.gatheredForMs(name, migration, monotonicMs),
    });
    if (outcome === 'wait') this.book.gather(name, migration, monotonicMs);
    else this.book.endGathering(name, migration);
    if (told === before) return;
    // In memory at once: what ends while the message is being kept is an end of something that was told.
    this.book.note(name, migration, told, moment);
    if (news !== null) {
      const { publicUrl } = this.config.server;
      const addressing = { id: randomUUID(), channel: name, nowIso: this.clock.nowIso(), publicUrl };
      this.book.forgetEvents(name, migration, news.events);
      // Kept first: a process that dies between the two tells it twice rather than not at all.
      await line.put(
        compose(migration, news, { verdict: known?.verdict ?? null, proof: proof?.said ?? null }, addressing),
      );
    }
    await this.store.saveTold(name, migration, this.book.told(name, migration));
  }

  /** What fires for a channel: of a server that is away one part of a migration tells for all, also whom it is not told to. */
  private firing(channel: ServedChannel, migration: string, { alerts }: Told): Alert[] {
    const own = this.alerts.firing(migration);
    const teller = this.channels.tellerOfServers(channel, migration);
    if (teller === null) return own;
    const connection = this.evidence.part('connection', migration);
    const isOfServer = ({ id, type, subject }: Alert): boolean =>
      // Once told it stays until its end, which comes a little after the server.
      alerts[id] !== undefined ||
      (type === 'connection_lost' && roles.some((role) => role === subject && connection[role].toldBy === teller));
    return [...own, ...this.alerts.firing(teller).filter(isOfServer)];
  }

  private moment(): Moment {
    return { nowMs: this.clock.nowMs(), monotonicMs: this.clock.monotonicMs() };
  }

  private hearAlert(alert: Alert): void {
    if (alert.state !== 'resolved') return;
    if (alert.severity !== 'INFO') return this.book.end(alert);
    for (const { config } of this.channels.serving(alert.migration))
      if (config.minSeverity === 'INFO') this.book.addEvent(config.name, alert);
  }

  /** Reads what an earlier process left; where the store cannot be read, it is tried again before the next telling. */
  private async load(): Promise<void> {
    let kept: KeptNotifications;
    try {
      kept = await this.store.load(this.channels.names());
      for (const { told } of kept.told) await this.learnEnds(told.alerts);
    } catch {
      // The store has logged why. What happens from now on is told all the same.
      return;
    }
    this.isLoaded = true;
    const migrations = new Set(this.config.migrations.flatMap(({ name, group }) => [name, group?.name]));
    for (const { channel, migration, told } of kept.told)
      if (migration === null || migrations.has(migration)) this.book.restore(channel, migration, told, this.moment());
    this.channels.restore(kept.records, kept.messages);
    if (kept.messages.length > 0)
      this.logger.log(`${kept.messages.length} messages of an earlier start wait to be sent`);
  }

  /** An alert may have ended without a channel being told, when the process ended: the store knows when. */
  private async learnEnds(alerts: Record<string, Alert>): Promise<void> {
    for (const id of Object.keys(alerts)) {
      const now = await this.alerts.find(id);
      if (now?.state === 'resolved') alerts[id] = now;
    }
  }
}

function isAboutChannel({ type, subject }: Alert, channel: string): boolean {
  return type === 'notification_failing' && subject === channel;
}
