import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AlertsService } from '../../alerts/alerts.service.js';
import { BackupMetricsService } from '../../backups/metrics/backup-metrics.service.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import { JudgementService } from '../../judgement/judgement.service.js';
import { GroupsService } from '../../readiness/groups/groups.service.js';
import { VerdictService } from '../../readiness/verdict.service.js';
import { StoreHealth } from '../../store/store-health.js';
import { buildRegistry } from './metrics-registry.js';
import { productGauges } from './product-gauges.js';

/** The metrics in Prometheus' text format: those of the evidence, and those of what is made of it. */
@Injectable()
export class PrometheusService implements OnModuleInit {
  private registry = new Registry();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly evidence: EvidenceRegistry,
    private readonly judgement: JudgementService,
    private readonly verdicts: VerdictService,
    private readonly groups: GroupsService,
    private readonly alerts: AlertsService,
    private readonly storeHealth: StoreHealth,
    private readonly backups: BackupMetricsService,
  ) {}

  onModuleInit(): void {
    const { judgement, verdicts, groups, alerts, storeHealth } = this;
    const { migrations } = this.config;
    const { gauges, counted } = this.backups;
    const all = [
      ...this.evidence.sources().flatMap(({ gauges }) => gauges),
      ...productGauges({ migrations, judgement, verdicts, groups, alerts, storeHealth }),
      ...gauges,
    ];
    this.registry = buildRegistry(all, counted);
  }

  /** All metrics as they are now. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
