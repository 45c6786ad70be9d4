import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { FreezeProofService } from '../freeze-proof/freeze-proof.service.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { longestLookGapMs } from './sustained/green-watch.js';
import { switchVerdict } from './switch-verdict.js';

/** Has freeze proofs hear every answer: seven green lights on a pair that differs are no reason to switch. */
@Injectable()
export class SwitchVerdicts implements OnModuleInit, BeforeApplicationShutdown {
  private subscription: Subscription | null = null;

  /** An answer counts for as long as somebody still counts as watching. */
  private readonly countsForMs: number;

  constructor(
    @Inject(CONFIG) { monitoring }: CutoverConfig,
    private readonly judgement: JudgementService,
    private readonly proofs: FreezeProofService,
  ) {
    this.countsForMs = longestLookGapMs(monitoring.intervalSeconds);
  }

  onModuleInit(): void {
    this.subscription = this.judgement.judgements.subscribe(({ migration, checks }) =>
      this.proofs.hearVerdict(migration, () => switchVerdict(checks), this.countsForMs),
    );
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }
}
