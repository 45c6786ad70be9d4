import { roles, type Role } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import type { LoadSetting, ServerPressure } from './load-dialect.js';
import { UsualLevelOf, type UsualLevel } from './usual-level.js';

/** A server that is over a limit of verification as usual. */
export interface UsualExcess extends UsualLevel {
  role: Role;
  setting: LoadSetting;
  /** The counter, by the name that administrators know it by. */
  counter: string;
  /** The configured limit. */
  configured: number;
}

interface Watched {
  looks: UsualLevelOf;
  counter: string;
}

/** What is usual of every counter of every server, and which of them are over their limit as usual. */
export class UsualLoad {
  private readonly watched = new Map<string, Map<string, Watched>>();
  private readonly changed = new Subject<string>();

  /** The migration, when a server begins or ceases to be over a limit as usual. */
  readonly changes: Observable<string> = this.changed.asObservable();

  constructor(private readonly limits: Readonly<Record<LoadSetting, number>>) {}

  /** To be called with each look at the servers. */
  note(migration: string, pressure: Readonly<Record<Role, ServerPressure>>): void {
    const before = this.excesses(migration).length;
    const counters = this.watched.get(migration) ?? new Map<string, Watched>();
    this.watched.set(migration, counters);
    for (const role of roles)
      for (const [setting, counter] of Object.entries(pressure[role])) {
        const key = keyOf(role, setting as LoadSetting);
        const known = counters.get(key) ?? { looks: new UsualLevelOf(), counter: counter.name };
        known.looks.note(counter.value);
        counters.set(key, known);
      }
    if (this.excesses(migration).length !== before) this.changed.next(migration);
  }

  /** Whether the servers of a migration were looked at: only a run does so. */
  hasLooked(migration: string): boolean {
    return this.watched.has(migration);
  }

  /** null: the limit is not exceeded as usual, or nothing is known. */
  over(migration: string, role: Role, setting: LoadSetting, limit: number): UsualLevel | null {
    return this.watched.get(migration)?.get(keyOf(role, setting))?.looks.over(limit) ?? null;
  }

  /** Every counter that is over its limit as usual. */
  excesses(migration: string): UsualExcess[] {
    const counters = this.watched.get(migration);
    if (counters === undefined) return [];
    return roles.flatMap((role) =>
      settings.flatMap((setting) => {
        const configured = this.limits[setting];
        const usual = this.over(migration, role, setting, configured);
        const counter = counters.get(keyOf(role, setting))?.counter ?? setting;
        return usual === null ? [] : [{ ...usual, role, setting, counter, configured }];
      }),
    );
  }
}

const settings: readonly LoadSetting[] = ['maxThreadsRunning', 'maxHistoryListLength'];

const keyOf = (role: Role, setting: LoadSetting): string => `${role} ${setting}`;
