import { Inject, Injectable } from '@nestjs/common';
import type { GroupOf, ReadinessReport, ReportKey, ReportSection, SignedReport } from '@cutover/contracts';
import { AlertsService } from '../alerts/alerts.service.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { Clock } from '../platform/clock.js';
import { productVersion } from '../platform/product-version.js';
import { TimelineService } from '../readiness/timeline/timeline.service.js';
import { GroupsService } from '../readiness/groups/groups.service.js';
import { VerdictService } from '../readiness/verdict.service.js';
import { sectionsOf, type SaidSection } from './compose-report.js';
import { reportKeyOf, signReport } from './sign-report.js';
import { ReportKeyStore } from './store/report-key.store.js';

/** So many alerts stand in a report; how many older ones are kept is said. */
const mostAlerts = 200;

/** So many changes of the answer do. */
const mostEntries = 200;

/** Puts together what the answer rests on, and signs it. */
@Injectable()
export class ReportService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly registry: EvidenceRegistry,
    private readonly judgement: JudgementService,
    private readonly verdicts: VerdictService,
    private readonly groups: GroupsService,
    private readonly timeline: TimelineService,
    private readonly alerts: AlertsService,
    private readonly keys: ReportKeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param by who asks for it; null: no login is configured
   * Rejects with UserError 404 for an unknown migration, and with StoreFault where key, alerts or timeline cannot be read.
   */
  async signed(migration: string, by: string | null): Promise<SignedReport> {
    const { engine, group, source, target } = findMigration(this.config, migration);
    const key = await this.keys.load();
    const { alerts, total } = await this.alerts.page({ state: 'all', migration, limit: mostAlerts });
    const { entries } = await this.timeline.page(migration, { limit: mostEntries });
    // From here on nothing waits: all of it is of one moment.
    const { connection } = this.registry.read(migration);
    const report: ReadinessReport = {
      ...{ format: 'cutover-report/1', generatedAt: this.clock.nowIso(), generatedBy: by },
      ...{ product: `Cutover ${productVersion}`, migration, group: group && this.standingOf(group), engine },
      source: { host: source.host, port: source.port, version: connection.source.version },
      target: { host: target.host, port: target.port, version: connection.target.version },
      verdict: this.verdicts.current(migration),
      sections: this.sections(migration),
      ...{ timeline: entries, alerts, alertsOmitted: total - alerts.length },
    };
    return signReport(report, key);
  }

  /** How the other databases stand, so that nobody takes the answer for one of them for all. */
  private standingOf(group: GroupOf): ReadinessReport['group'] {
    const { answer, databases } = this.groups.one(group.name);
    return { ...group, answer, databases: databases.map((each) => ({ database: each.database, answer: each.answer })) };
  }

  /** What a reader of a report compares its key with. Rejects with StoreFault. */
  async key(): Promise<ReportKey> {
    return reportKeyOf(await this.keys.load());
  }

  private sections(migration: string): ReportSection[] {
    const { findings } = this.judgement.findings(migration);
    const said = this.registry.sources(findMigration(this.config, migration).engine).map((source): SaidSection => {
      const described = source.describe?.(migration);
      const content = source.report?.(migration) ?? {
        ...(described ?? { label: null, summary: '', explanation: '', facts: [] }),
        tables: [],
      };
      const { label, summary, explanation, facts, tables } = content;
      const own = findings.filter(({ section }) => section === source.section);
      return { id: source.section, label, summary, explanation, facts, tables, findings: own };
    });
    return sectionsOf(said);
  }
}
