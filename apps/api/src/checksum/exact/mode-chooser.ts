import { Injectable } from '@nestjs/common';
import type { ChecksumMode } from '@cutover/contracts';
import { ConnectionsService } from '../../connections/connections.service.js';
import type { ComparisonFrame } from '../checksum-mode.js';
import { readFilterNotes } from './filter-notes.js';
import type { TableWork } from './table-work.js';

/** How a table is compared, and why not in a better way; null: this is the best there is. */
export interface ChosenMode {
  mode: Extract<ChecksumMode, 'snapshot' | 'sandwich'>;
  modeReason: string | null;
}

/** Chooses the mode of each table. What a run has found impossible is not tried again for its other tables; the next run tries anew. */
@Injectable()
export class ModeChooser {
  private readonly impossible = new WeakMap<ComparisonFrame, string>();
  private readonly notes = new WeakMap<ComparisonFrame, Promise<readonly string[]>>();

  constructor(private readonly connections: ConnectionsService) {}

  choose({ frame, source, target }: TableWork): ChosenMode {
    const why = this.impossible.get(frame) ?? this.flavorReason(frame) ?? engineReason(source.engine, target.engine);
    return why === null ? { mode: 'snapshot', modeReason: null } : sandwich(why);
  }

  /** A snapshot pair turned out to be impossible between these servers. */
  remember({ frame }: TableWork, why: string): ChosenMode {
    this.impossible.set(frame, why);
    return sandwich(why);
  }

  /** Snapshots did not meet this time. Tables that nobody writes can be proved all the same; the next one is tried anew. */
  forNow(why: string): ChosenMode {
    return sandwich(why);
  }

  /** What else is to be known about the verdicts of a run; asked once. Never rejects: a note is not worth a verdict. */
  notesFor({ frame }: TableWork): Promise<readonly string[]> {
    const known =
      this.notes.get(frame) ?? readFilterNotes(this.connections.get(frame.migration, 'target'), frame.signal);
    this.notes.set(frame, known);
    return known;
  }

  private flavorReason({ migration }: ComparisonFrame): string | null {
    return this.connections.get(migration, 'source').identity()?.flavor === 'mysql'
      ? 'MySQL does not say at which GTID a snapshot stands'
      : null;
  }
}

function sandwich(why: string): ChosenMode {
  return { mode: 'sandwich', modeReason: `No matched snapshot pair: ${why}` };
}

function engineReason(source: string | null, target: string | null): string | null {
  const other = [source, target].find((engine) => engine?.toUpperCase() !== 'INNODB');
  return other === undefined ? null : `tables of the engine ${other ?? '(unknown)'} have no snapshots`;
}
