import type { Engine, EventData, EventName, EvidenceSection, MigrationUpdate, ReportContent } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import type { Check } from './check.js';
import type { CutoverConfig } from '../config/config.schema.js';
import type { Evidence, EvidenceName } from './evidence.js';
import type { ScrapedGauge } from './gauge.js';

/** Something new is known of a migration. */
export interface EvidenceChange {
  migration: string;
  /** Tables whose results changed, where the evidence is by table. */
  changedTables?: readonly string[];
  /** Tables that are no longer watched. */
  removedTables?: readonly string[];
  /** Browsers hear of it at once, with all that waits: a measurement that comes every interval whatever happens. */
  isHeartbeat?: boolean;
}

/** What is measured again and again. */
export interface Measuring {
  /** One round for one migration; rejects only where it is a fault of ours. */
  measure(migration: string, signal: AbortSignal): Promise<void>;
  /** null: never by interval (0 in the configuration, or a cron expression is given). */
  intervalMs(config: CutoverConfig['monitoring']): number | null;
  cron?(config: CutoverConfig['monitoring']): string | undefined;
  /** The interval is one of the configuration itself: it holds however many databases a migration has (schedule/turns-of-parts.ts). */
  isAsConfigured?: boolean;
  /**
   * `source`, `target`: what only that side tells. `comparable`: comparisons, which make sense only while both sides answer and
   * replication moves. A round follows soon after that becomes true, beside those of the interval.
   */
  needs: 'nothing' | 'source' | 'target' | 'comparable';
}

/** An event of the socket that is made of one source of evidence alone. */
export type OwnEvent = { [Name in EventName]: { type: Name; data: EventData[Name] } }[EventName];

/** Fields of the state of a migration that a browser gets on the socket; those of tables only for the tables asked for. */
export type UpdateFields = Partial<Pick<MigrationUpdate, 'checksumResults' | 'consistencyResults'>>;

/**
 * One thing that is known of a migration, with all that follows from it: alerts, verdict, findings, metrics, socket and
 * page read it from the registry and know nothing else of it.
 */
export interface EvidenceSource<Name extends EvidenceName = EvidenceName> {
  readonly name: Name;
  /** Engines that have it; absent: all. Of the others it is not measured, judged or shown. */
  readonly engines?: readonly Engine[];
  /** Section of the page, and of the findings. */
  readonly section: string;
  /** What is known now. Cheap, and changes nothing. */
  snapshot(migration: string): Evidence[Name];
  readonly changes: Observable<EvidenceChange>;
  /**
   * Forgets what was measured, what is being measured included: other servers answer now, and it says nothing of them. Absent: it knows
   * by itself of which servers it is, is made anew every few seconds, or is not of a server.
   */
  forget?(migration: string): void;
  /** What is judged from it (and from other evidence, if it is there). */
  readonly checks: readonly Check[];
  readonly measuring: Measuring | null;
  readonly gauges: readonly ScrapedGauge[];
  /** Results of some tables, or of all, for the socket. */
  tableResults?(migration: string, tables: ReadonlySet<string> | 'all'): UpdateFields;
  /** What browsers get of it on the socket when they join, and whenever it changed; undefined: nothing yet. It must not grow with the tables. */
  liveEvent?(migration: string): OwnEvent | undefined;
  /** Tile and section of the page. Not of evidence that the page has both of its own for; undefined: there is nothing to show. */
  describe?(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> | undefined;
  /** Section of the report, with its tables, where that is more than the page has. */
  report?(migration: string): ReportContent;
}
