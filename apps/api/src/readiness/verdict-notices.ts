import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { NotifierService } from '../alerts/channels/telling/notifier.service.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { VerdictService } from './verdict.service.js';

/** Has the notification channels hear every answer; they decide what is news. */
@Injectable()
export class VerdictNotices implements OnModuleInit, BeforeApplicationShutdown {
  private subscription: Subscription | null = null;

  constructor(
    private readonly judgement: JudgementService,
    private readonly verdicts: VerdictService,
    private readonly notifier: NotifierService,
  ) {}

  onModuleInit(): void {
    this.subscription = this.judgement.judgements.subscribe((judged) =>
      this.notifier.hearVerdict(judged.migration, this.verdicts.of(judged)),
    );
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }
}
