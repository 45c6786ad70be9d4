import type { Alert } from '@cutover/contracts';
import type { AlertRule, MigrationSnapshot, RuleReading } from './alert-rule.js';
import {
  advance,
  limitsOf,
  restore,
  type AlertTrack,
  type Moment,
  type Observation,
  type Transition,
} from './alert-state.js';

/** An alert that changed its state. */
export interface AlertChange {
  transition: Exclude<Transition, 'none'>;
  alert: Alert;
}

/** `alerts.*` of the configuration. */
export interface BoardConfig {
  holdSeconds: number;
  resolveSamples: number;
}

/** Identity of an alert: a repeat of the same condition updates it and does not make a second one. */
function identityOf({ type, migration, subject }: Pick<Alert, 'type' | 'migration' | 'subject'>): string {
  return [type, migration, subject].join('\0');
}

/** The open alerts, in memory: pending and firing, one per identity. Does no I/O. */
export class AlertBoard {
  private readonly tracks = new Map<string, AlertTrack>();

  constructor(
    private readonly rules: readonly AlertRule[],
    private readonly config: BoardConfig,
    private readonly newId: () => string,
    private readonly onRuleFailure: (rule: AlertRule, error: unknown) => void,
  ) {}

  /** Pending and firing ones, newest first. */
  open(migration?: string): Alert[] {
    return [...this.tracks.values()]
      .map(({ alert }) => alert)
      .filter((alert) => migration === undefined || alert.migration === migration)
      .sort((a, b) => (a.activeAt === b.activeAt ? (a.id < b.id ? 1 : -1) : a.activeAt < b.activeAt ? 1 : -1));
  }

  find(id: string): Alert | null {
    for (const { alert } of this.tracks.values()) if (alert.id === id) return alert;
    return null;
  }

  /** Takes an alert back from the store after a restart. False: one of its identity is open already. */
  restore(alert: Alert, monotonicMs: number): boolean {
    const key = identityOf(alert);
    if (this.tracks.has(key)) return false;
    this.tracks.set(key, restore(alert, monotonicMs));
    return true;
  }

  /** Marks an open alert as acknowledged; null when it is not open. */
  acknowledge(id: string, by: string, nowIso: string): Alert | null {
    for (const [key, track] of this.tracks) {
      if (track.alert.id !== id) continue;
      const alert: Alert = { ...track.alert, acknowledgedAt: nowIso, acknowledgedBy: by };
      this.tracks.set(key, { ...track, alert });
      return alert;
    }
    return null;
  }

  /** Judges one snapshot by every rule and returns what changed its state. A rule that throws leaves its alerts as they are. */
  judge(snapshot: MigrationSnapshot, now: Moment): AlertChange[] {
    return this.rules.flatMap((rule) => {
      try {
        return this.apply(rule, rule.judge(snapshot), snapshot.migration, now);
      } catch (error) {
        this.onRuleFailure(rule, error);
        return [];
      }
    });
  }

  private apply(rule: AlertRule, reading: RuleReading, migration: string, now: Moment): AlertChange[] {
    const seen = new Map<string, Observation>();
    for (const { alert } of this.tracks.values())
      if (alert.type === rule.type && alert.migration === migration)
        seen.set(alert.subject, reading.otherwise(alert.subject));
    for (const finding of reading.findings) seen.set(finding.subject, { kind: 'bad', finding });

    const changes: AlertChange[] = [];
    const limits = limitsOf(rule.policy, this.config);
    for (const [subject, observation] of seen) {
      const key = identityOf({ type: rule.type, migration, subject });
      const identity = { type: rule.type, migration, newId: this.newId };
      const step = advance(this.tracks.get(key) ?? null, observation, identity, limits, now);
      if (step.track) this.tracks.set(key, step.track);
      else this.tracks.delete(key);
      if (step.transition !== 'none' && step.alert) changes.push({ transition: step.transition, alert: step.alert });
    }
    return changes;
  }
}
