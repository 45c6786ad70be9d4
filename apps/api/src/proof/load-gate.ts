import { Injectable } from '@nestjs/common';

/** One reason to leave the servers of a migration alone, and what is read of them. */
export interface LoadRule {
  /** Why to wait; null: go on. Never rejects. `isUrgent`: it waits for busy servers, and not for its share of the time. */
  reason(migration: string, isUrgent: boolean): Promise<string | null>;
  /** Whole tables were read for so long, by the schedule. */
  note(migration: string, tookMs: number): void;
}

/**
 * Whoever reads whole tables by schedule asks here first, and says how long it took: counting rows waits for the same reasons
 * as verifying them. The rules come from the capability that knows them.
 */
@Injectable()
export class LoadGate {
  private readonly rules: LoadRule[] = [];

  add(rule: LoadRule): void {
    this.rules.push(rule);
  }

  /** Why to wait; null: go on. Never rejects. `isUrgent`: see LoadRule. */
  async reason(migration: string, isUrgent = false): Promise<string | null> {
    for (const rule of this.rules) {
      const reason = await rule.reason(migration, isUrgent);
      if (reason !== null) return reason;
    }
    return null;
  }

  note(migration: string, tookMs: number): void {
    for (const rule of this.rules) rule.note(migration, tookMs);
  }
}
