import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock.js';
import type { WatchedTable } from '../../../tables/tables.service.js';
import { LastResults } from '../../results/last-results.js';
import { lastComparedAt } from '../../results/last-proof.js';
import { oldestFirst } from './scheduled-round.js';

/** A moment of the wall clock, and by how much it had been set back by then: see Clock.redated. */
interface Noted {
  at: string;
  setBackMs: number;
}

/** Which tables a round of the schedule compares, and in which order. Remembers at which tables earlier rounds were cut off. */
@Injectable()
export class RoundOrder {
  /** By migration and table. */
  private readonly cutOff = new Map<string, Map<string, Noted>>();

  constructor(
    private readonly results: LastResults,
    private readonly clock: Clock,
  ) {}

  /** The time of a round was over while it compared these tables. */
  noteCutOff(migration: string, tables: readonly string[]): void {
    const known = this.cutOff.get(migration) ?? new Map<string, Noted>();
    this.cutOff.set(migration, known);
    for (const table of tables) known.set(table, { at: this.clock.nowIso(), setBackMs: this.clock.setBackMs() });
  }

  /** The tables that no run has compared since that moment, in turn. */
  dueSince(beganAt: string, migration: string, watched: readonly WatchedTable[]): WatchedTable[] {
    const isDue = ({ id }: WatchedTable): boolean => {
      const known = this.results.find(migration, id);
      return known === null || lastComparedAt(known) < beganAt;
    };
    return this.inTurn(migration, watched.filter(isDue));
  }

  /** These tables, the one first that was looked at the longest time ago. */
  inTurn(migration: string, tables: readonly WatchedTable[]): WatchedTable[] {
    const cutOff = [...(this.cutOff.get(migration) ?? [])].map(
      ([table, { at, setBackMs }]) => [table, this.clock.redated(at, setBackMs)] as const,
    );
    return oldestFirst(tables, this.results.of(migration), new Map(cutOff));
  }
}
