import {
  overallVerdictSchema,
  type Finding,
  type FiringCounts,
  type Outcome,
  type OverallVerdict,
} from '@cutover/contracts';
import type { AlertsService } from '../../alerts/alerts.service.js';
import { oneHot, type ScrapedGauge, type Series } from '../../evidence/gauge.js';
import type { JudgementService } from '../../judgement/judgement.service.js';
import type { GroupsService } from '../../readiness/groups/groups.service.js';
import type { VerdictService } from '../../readiness/verdict.service.js';
import type { StoreHealth } from '../../store/store-health.js';

/** What these gauges are read from at the moment of a scrape; nothing is kept between scrapes. */
export interface ProductSources {
  migrations: readonly { name: string; engine: string }[];
  judgement: Pick<JudgementService, 'now'>;
  verdicts: Pick<VerdictService, 'current'>;
  groups: Pick<GroupsService, 'list'>;
  alerts: Pick<AlertsService, 'counts'>;
  storeHealth: Pick<StoreHealth, 'snapshot'>;
}

const answers = overallVerdictSchema.shape.answer.options;
const isFirstComparison = ({ id }: Finding): boolean => id === 'checksum-unverified/first comparison';

/** Unknown is neither: the series is absent. Waived is not good either, and no failure that an alert rule should wake somebody for. */
const checkValues: Record<Outcome, number | null> = { pass: 1, fail: 0, waived: 2, unknown: null };

/** The same: who cannot tell is neither ready nor proved not to be. */
const readyValues: Record<OverallVerdict['answer'], number | null> = { safe: 1, 'not-safe': 0, 'cannot-tell': null };

/** The answer, the checks it is made of, the alerts, and the store. */
export function productGauges(sources: ProductSources): ScrapedGauge[] {
  return [...answerGauges(sources), ...alertGauges(sources), ...storeGauges(sources)];
}

function answerGauges({ migrations, judgement, verdicts, groups }: ProductSources): ScrapedGauge[] {
  return [
    {
      ...{ name: 'cutover_migration_info', help: 'Configured migrations', labels: ['migration', 'engine'] },
      read: () => migrations.map(({ name, engine }): Series => [{ migration: name, engine }, 1]),
    },
    {
      ...{
        name: 'cutover_verdict',
        help: 'The one answer: 1 for the one that stands',
        labels: ['migration', 'answer'],
      },
      read: () =>
        migrations.flatMap(({ name }) => oneHot({ migration: name }, 'answer', answers, verdicts.current(name).answer)),
    },
    {
      name: 'cutover_ready',
      help: '1 safe to cut over, 0 not safe (absent: cannot tell)',
      labels: ['migration'],
      read: () =>
        migrations.map(({ name }): Series => [{ migration: name }, readyValues[verdicts.current(name).answer]]),
    },
    {
      name: 'cutover_group_ready',
      help: 'Of a migration of several databases: 1 all are safe to cut over, 0 one is not (absent: cannot tell)',
      labels: ['group'],
      read: () => groups.list().map(({ group, answer }): Series => [{ group }, readyValues[answer]]),
    },
    {
      name: 'cutover_waivers',
      help: 'Waivers that count: the answer rests on them',
      labels: ['migration'],
      read: () => migrations.map(({ name }): Series => [{ migration: name }, verdicts.current(name).waivers.length]),
    },
    {
      name: 'cutover_check_state',
      help: 'What a check says: 1 passed, 0 failed, 2 waived: somebody answers for it (absent: unknown)',
      labels: ['migration', 'check'],
      read: () =>
        migrations.flatMap(({ name: migration }) =>
          judgement
            .now(migration)
            .checks.filter(({ findings }) => findings.length > 0)
            .map(({ check, state }): Series => [{ migration, check: check.id }, checkValues[state]]),
        ),
    },
    {
      name: 'cutover_first_comparison',
      help: '1 while nothing but the first comparison keeps the answer from being known',
      labels: ['migration'],
      read: () =>
        migrations.map(({ name }): Series => {
          const { reasons } = verdicts.current(name);
          return [{ migration: name }, reasons.length > 0 && reasons.every(isFirstComparison) ? 1 : 0];
        }),
    },
  ];
}

const countKeys = { CRITICAL: 'critical', WARNING: 'warning', INFO: 'info' } as const satisfies Record<
  string,
  keyof FiringCounts
>;

function alertGauges({ migrations, alerts }: ProductSources): ScrapedGauge[] {
  const read = (): Series[] =>
    migrations.flatMap(({ name: migration }) => {
      const counts = alerts.counts(migration);
      return Object.entries(countKeys).map(([severity, key]): Series => [{ migration, severity }, counts[key]]);
    });
  return [{ name: 'cutover_alerts_firing', help: 'Alerts that fire', labels: ['migration', 'severity'], read }];
}

function storeGauges({ storeHealth }: ProductSources): ScrapedGauge[] {
  const gauge = (name: string, help: string, read: () => number): ScrapedGauge => ({
    ...{ name, help, labels: [] },
    read: () => [[{}, read()]],
  });
  return [
    gauge('cutover_store_up', 'Whether the last write to the store worked', () =>
      storeHealth.snapshot().isWorking ? 1 : 0,
    ),
    gauge(
      'cutover_store_waiting_writes',
      'Writes kept in memory until the store works again',
      () => storeHealth.snapshot().waitingWrites,
    ),
    gauge('cutover_store_lost_writes', 'Writes given up since the start', () => storeHealth.snapshot().lostWrites),
  ];
}
