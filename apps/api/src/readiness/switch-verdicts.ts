import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { FreezeProofService } from '../freeze-proof/freeze-proof.service.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { switchVerdict } from './switch-verdict.js';

/** Has freeze proofs hear every answer: seven green lights on a pair that differs are no reason to switch. */
@Injectable()
export class SwitchVerdicts implements OnModuleInit, BeforeApplicationShutdown {
  private subscription: Subscription | null = null;

  constructor(
    private readonly judgement: JudgementService,
    private readonly proofs: FreezeProofService,
  ) {}

  onModuleInit(): void {
    this.subscription = this.judgement.judgements.subscribe(({ migration, checks }) =>
      this.proofs.hearVerdict(migration, switchVerdict(checks)),
    );
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }
}
