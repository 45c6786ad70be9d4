import { Inject, Injectable } from '@nestjs/common';
import type { GiveWaiver, RevokeWaiver, Session, Waiver, WaiverList } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { JudgementService } from '../../judgement/judgement.service.js';
import { Clock } from '../../platform/clock.js';
import { WaiversService } from '../../waivers/waivers.service.js';
import { whoIs } from '../../platform/access/who-is.js';
import { checkUntil, coverOf } from './waivable.js';

/** What a person may waive, held against what the checks say at that moment. */
@Injectable()
export class WaivingService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly judgement: JudgementService,
    private readonly waivers: WaiversService,
    private readonly clock: Clock,
  ) {}

  /** Throws UserError 404 for an unknown migration. Rejects with StoreFault. */
  async list(name: string): Promise<WaiverList> {
    const { name: migration } = findMigration(this.config, name);
    return { migration, waivers: await this.waivers.list(migration) };
  }

  /** Throws UserError 400, 404 or 409. Rejects with StoreFault, and then it was not given. */
  async give(
    migration: string,
    { check, subject, why, until, operator }: GiveWaiver,
    session: Session,
  ): Promise<Waiver> {
    const { checks } = this.judgement.now(migration);
    const found = coverOf({ check, subject }, checks);
    checkUntil(until, this.clock.nowMs());
    const by = whoIs(session, operator);
    // One length for all instants: they are compared as texts.
    return this.waivers.give({ migration, check, subject, ...found, by, why, until: new Date(until).toISOString() });
  }

  /** Throws UserError 400 or 404. Rejects with StoreFault: it counts no more then, but might after a restart. */
  async revoke(name: string, id: string, { operator }: RevokeWaiver, session: Session): Promise<Waiver> {
    const { name: migration } = findMigration(this.config, name);
    return this.waivers.revoke(migration, id, whoIs(session, operator));
  }
}
