import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { OverallVerdict } from '@cutover/contracts';
import type { Subscription } from 'rxjs';
import { JudgementService, type Judgement } from '../judgement/judgement.service.js';
import { basisOf } from './basis.js';
import { foldFindings } from './fold.js';

/**
 * The one answer of each migration, and since when it stands: noted when something new is known, so that asking changes
 * nothing.
 */
@Injectable()
export class VerdictService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly standing = new Map<string, Pick<OverallVerdict, 'answer' | 'since'>>();
  private subscription: Subscription | null = null;

  constructor(private readonly judgement: JudgementService) {}

  onModuleInit(): void {
    this.subscription = this.judgement.judgements.subscribe((judged) => {
      const { answer, since } = this.of(judged);
      this.standing.set(judged.migration, { answer, since });
    });
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  /** Throws UserError 404 for an unknown migration. */
  current(migration: string): OverallVerdict {
    return this.of(this.judgement.now(migration));
  }

  /** The answer of one judgement. */
  of({ migration, checks, evidence, nowMs, judgedAt }: Judgement): OverallVerdict {
    const { answer, reasons } = foldFindings(checks);
    const standing = this.standing.get(migration);
    return {
      answer,
      reasons: reasons.map((reason) => this.judgement.dated(migration, reason, judgedAt)),
      basis: basisOf(evidence, nowMs),
      since: standing?.answer === answer ? standing.since : judgedAt,
    };
  }
}
