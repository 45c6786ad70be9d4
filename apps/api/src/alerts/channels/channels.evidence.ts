import { Inject, Injectable } from '@nestjs/common';
import type { ChannelState, EvidenceFact, EvidenceSection, NotificationChannel } from '@cutover/contracts';
import { map, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import type { Evidence } from '../../evidence/evidence.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../../evidence/evidence-source.js';
import { oneHot, type ScrapedGauge } from '../../evidence/gauge.js';
import { ChannelsService } from './channels.service.js';
import { notificationFailingCheck } from './notification-failing.check.js';
import { NotifierService } from './telling/notifier.service.js';

declare module '../../evidence/evidence.js' {
  interface Evidence {
    /** Channels that are told of the migration; empty: none is configured. null: before the first round. */
    notifications: NotificationChannel[] | null;
  }
}

const states: readonly ChannelState[] = ['untried', 'working', 'failing'];

/** Whether somebody is told, as evidence; and the rounds in which they are. */
@Injectable()
export class ChannelsEvidence implements EvidenceSource<'notifications'> {
  readonly name = 'notifications';
  readonly section = 'notifications';
  readonly checks = [notificationFailingCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];
  /** Migrations whose first round has begun. */
  private readonly known = new Set<string>();
  /** Without a channel there is nothing to draw. */
  readonly describe?: (migration: string) => Omit<EvidenceSection, 'id' | 'outcome' | 'findings'>;

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly channels: ChannelsService,
    notifier: NotifierService,
    registry: EvidenceRegistry,
  ) {
    const isConfigured = config.alerts.channels.length > 0;
    this.changes = channels.changes.pipe(map((migration) => ({ migration })));
    this.measuring = {
      measure: async (migration) => {
        this.known.add(migration);
        await notifier.tell(migration);
      },
      // Without a channel only an alert about one that is no longer configured has to end.
      intervalMs: () => (isConfigured ? 1_000 : 60_000),
      needs: 'nothing',
    };
    if (isConfigured) this.describe = (migration) => described(channels.list(migration));
    this.gauges = [
      {
        name: 'cutover_notification_channel_state',
        help: 'State of a notification channel: 1 for the present one',
        labels: ['channel', 'state'],
        read: () => channels.list().flatMap(({ name, state }) => oneHot({ channel: name }, 'state', states, state)),
      },
      {
        name: 'cutover_notifications_waiting',
        help: 'Messages that wait to be delivered',
        labels: ['channel'],
        read: () => channels.list().map(({ name, waiting }) => [{ channel: name }, waiting]),
      },
      {
        name: 'cutover_notifications_lost',
        help: 'Messages given up, ever',
        labels: ['channel'],
        read: () => channels.list().map(({ name, lost }) => [{ channel: name }, lost]),
      },
    ];
    registry.add(this);
  }

  snapshot(migration: string): Evidence['notifications'] {
    return this.known.has(migration) ? this.channels.list(migration) : null;
  }
}

function described(channels: readonly NotificationChannel[]): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
  return {
    label: 'Notifications',
    summary: summaryOf(channels),
    explanation:
      'Who is told of alerts and of a change of the answer when nobody looks at this page. A channel that fails is tried again until it works.',
    facts: channels.map(factOf),
  };
}

function summaryOf(channels: readonly NotificationChannel[]): string {
  const named = (state: ChannelState): string[] =>
    channels.filter((each) => each.state === state).map(({ name }) => name);
  const [failing, untried] = [named('failing'), named('untried')];
  if (channels.length === 0) return 'nobody is told';
  if (failing.length > 0) return `${failing.join(', ')}: failing`;
  if (untried.length > 0) return `${untried.join(', ')}: not tried yet`;
  return channels.length === 1 ? 'works' : `all ${channels.length} work`;
}

const stateWords: Record<ChannelState, string> = { untried: 'not tried yet', working: 'works', failing: 'fails' };

function factOf({
  name,
  state,
  destination,
  waiting,
  lastSuccessAt,
  lastFailureAt,
}: NotificationChannel): EvidenceFact {
  const waits = waiting === 0 ? '' : `, ${waiting} waiting`;
  const last = [
    ...(lastSuccessAt === null ? [] : [`last delivered ${lastSuccessAt}`]),
    ...(lastFailureAt === null ? [] : [`last failed ${lastFailureAt}`]),
  ];
  return { label: name, value: `${stateWords[state]}${waits}`, hint: [destination, ...last].join('; ') };
}
