import type { Alert } from '@cutover/contracts';
import { alertTypeOf, type AlertingCheck } from '../evidence/check.js';
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
  /** By migration (null: of backups), then by identity: judging one migration must not go through the alerts of all others. */
  private readonly tracks = new Map<string | null, Map<string, AlertTrack>>();

  constructor(
    private readonly config: BoardConfig,
    private readonly newId: () => string,
  ) {}

  /** Pending and firing ones, newest first. */
  open(migration?: string | null): Alert[] {
    const open =
      migration === undefined ? [...this.tracks.keys()].flatMap((name) => this.of(name)) : this.of(migration);
    return open
      .map(({ alert }) => alert)
      .sort((a, b) => (a.activeAt === b.activeAt ? (a.id < b.id ? 1 : -1) : a.activeAt < b.activeAt ? 1 : -1));
  }

  find(id: string): Alert | null {
    return this.locate(id)?.track.alert ?? null;
  }

  /** Takes an alert back from the store after a restart. False: one of its identity is open already. */
  restore(alert: Alert, monotonicMs: number): boolean {
    const key = identityOf(alert);
    const tracks = this.tracksOf(alert.migration);
    if (tracks.has(key)) return false;
    tracks.set(key, restore(alert, monotonicMs));
    return true;
  }

  /** Marks an open alert as acknowledged; null when it is not open. */
  acknowledge(id: string, by: string, nowIso: string): Alert | null {
    const found = this.locate(id);
    if (found === null) return null;
    const alert: Alert = { ...found.track.alert, acknowledgedAt: nowIso, acknowledgedBy: by };
    this.tracksOf(alert.migration).set(found.key, { ...found.track, alert });
    return alert;
  }

  /** Takes what every check said of a migration, or of backups (null), and returns what changed its state. A check that failed leaves its alerts as they are. */
  take(migration: string | null, checks: readonly AlertingCheck[], now: Moment): AlertChange[] {
    return checks.flatMap((judged) => this.apply(judged, migration, now));
  }

  private apply({ check, reading }: AlertingCheck, migration: string | null, now: Moment): AlertChange[] {
    if (reading === null) return [];
    const tracks = this.tracksOf(migration);
    // Nearly all checks of nearly all judgements.
    if (reading.found.length === 0 && tracks.size === 0) return [];
    const type = alertTypeOf(check.id);
    const seen = new Map<string, Observation>();
    for (const { alert } of tracks.values())
      if (alert.type === type) seen.set(alert.subject, reading.otherwise(alert.subject));
    for (const finding of reading.found)
      if (finding.severity !== 'INFO') seen.set(finding.subject, { kind: 'bad', finding });

    const changes: AlertChange[] = [];
    const limits = limitsOf(check.policy, this.config);
    for (const [subject, observation] of seen) {
      const key = identityOf({ type, migration, subject });
      const step = advance(tracks.get(key) ?? null, observation, { type, migration, newId: this.newId }, limits, now);
      if (step.track) tracks.set(key, step.track);
      else tracks.delete(key);
      if (step.transition !== 'none' && step.alert) changes.push({ transition: step.transition, alert: step.alert });
    }
    return changes;
  }

  private of(migration: string | null): AlertTrack[] {
    return [...(this.tracks.get(migration)?.values() ?? [])];
  }

  private tracksOf(migration: string | null): Map<string, AlertTrack> {
    const tracks = this.tracks.get(migration) ?? new Map<string, AlertTrack>();
    this.tracks.set(migration, tracks);
    return tracks;
  }

  private locate(id: string): { key: string; track: AlertTrack } | null {
    for (const tracks of this.tracks.values())
      for (const [key, track] of tracks) if (track.alert.id === id) return { key, track };
    return null;
  }
}
