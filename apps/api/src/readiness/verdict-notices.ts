import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { NotifierService } from '../alerts/channels/telling/notifier.service.js';
import { VerdictService } from './verdict.service.js';

/** Has the notification channels hear every answer; they decide what is news. */
@Injectable()
export class VerdictNotices implements OnModuleInit, BeforeApplicationShutdown {
  private subscription: Subscription | null = null;

  constructor(
    private readonly verdicts: VerdictService,
    private readonly notifier: NotifierService,
  ) {}

  onModuleInit(): void {
    this.subscription = this.verdicts.verdicts.subscribe(({ judgement, verdict }) =>
      this.notifier.hearVerdict(judgement.migration, verdict),
    );
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }
}
