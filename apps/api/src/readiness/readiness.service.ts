import { Inject, Injectable } from '@nestjs/common';
import type { Readiness } from '@cutover/contracts';
import { drainSeconds } from '../checks/lag/drain-time.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { JudgementService, type Judgement } from '../judgement/judgement.service.js';
import { checklist } from './checklist.js';
import { remainingSteps } from './remaining/remaining-steps.js';
import { TimelineService } from './timeline/timeline.service.js';
import { VerdictService } from './verdict.service.js';

/** The answer with all that it is made of. Holds no state. */
@Injectable()
export class ReadinessService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly judgement: JudgementService,
    private readonly verdicts: VerdictService,
    private readonly timeline: TimelineService,
  ) {}

  /** Throws UserError 404 for an unknown migration. */
  current(migration: string): Readiness {
    return this.of(this.judgement.now(migration));
  }

  private of(judgement: Judgement): Readiness {
    const { migration, checks, evidence, judgedAt, nowMs } = judgement;
    const verdict = this.verdicts.of(judgement);
    const { soakMinutes, freezeBudgetSeconds: budgetSeconds } = this.config.readiness;
    const seconds = drainSeconds(evidence);
    return {
      ...{ migration, answer: verdict.answer, since: verdict.since, judgedAt },
      green: {
        since: verdict.greenSince,
        seconds: verdict.greenSince === null ? 0 : Math.round((nowMs - Date.parse(verdict.greenSince)) / 1000),
        soakSeconds: Math.round(soakMinutes * 60),
      },
      drain: { seconds, budgetSeconds, fits: seconds === null ? null : seconds <= budgetSeconds },
      checks: checklist(checks, (finding) => this.judgement.dated(migration, finding, judgedAt)),
      waivers: verdict.waivers,
      remaining: remainingSteps(verdict, checks),
      timeline: this.timeline.newest(migration),
    };
  }
}
