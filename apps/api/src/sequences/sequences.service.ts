import { Inject, Injectable } from '@nestjs/common';
import { listedSequences, roles, type Sequence, type Sequences, type SequenceState } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { OperationalError, UserError } from '../failures/failures.js';
import { Clock } from '../platform/clock.js';
import { compareSequences, type ComparedSequence } from './compare-sequences.js';
import { sequencesDialects } from './dialects/registry.js';
import { sequencesScript } from './sequences-script.js';

const noneNeeded = 'Replication between servers of this engine carries their counters along.';

type ToldSequences = Omit<Sequences, 'measuredAt'>;

/** Measures whether sequences of each target go on where those of its source are: some statements a side on the catalog and on tables of one row. */
@Injectable()
export class SequencesService extends MeasuringService<ToldSequences> {
  /** Of every sequence, as it was last read: the script has them all. */
  private readonly compared = new Map<string, readonly ComparedSequence[]>();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  /**
   * The script that sets the sequences of the target, from what is read now. Throws UserError 404 for an unknown migration, 409
   * for an engine that needs none, and OperationalError where a side cannot be read: an empty script would be taken for nothing to do.
   */
  async script(migration: string): Promise<string> {
    if (sequencesDialects[findMigration(this.config, migration).engine] === null)
      throw new UserError(409, 'SEQUENCES_REPLICATE', `${noneNeeded} There is nothing to set.`);
    await this.measure(migration, AbortSignal.timeout(30_000));
    const told = this.snapshot(migration);
    const compared = this.compared.get(migration);
    if (told === null || compared === undefined || told.reason !== null)
      throw new OperationalError(
        'SEQUENCES_UNKNOWN',
        `The sequences could not be read: ${told?.reason ?? 'no answer came in time'}. Try again when both sides answer.`,
      );
    return sequencesScript(migration, told.measuredAt, compared);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<ToldSequences> {
    return toldOrUnknown(() => this.compare(migration, bounds), unknownSequences);
  }

  private async compare(migration: string, bounds: MeasuringBounds): Promise<ToldSequences> {
    const configured = findMigration(this.config, migration);
    const dialect = sequencesDialects[configured.engine];
    if (dialect === null) return unknownSequences(noneNeeded);
    const scope = rightsNeedsOf(configured, 'source');
    const read = (role: 'source' | 'target') =>
      dialect.read(this.connections.get(migration, role), scope, { withColumns: role === 'target' }, bounds);
    // The target is read first: what the source gives out in between would else be said to be behind.
    const target = await read('target');
    const source = await read('source');
    const compared = compareSequences(source.sequences, target.sequences, dialect);
    this.compared.set(migration, compared);
    const grants = { source: source.grants, target: target.grants };
    return {
      ...summaryOf(compared),
      grants: roles.flatMap((role) => grants[role].map((sql) => ({ on: role, sql }))),
      reason: null,
    };
  }
}

/** Pure: what needs something, worst first, and how many of each there are. */
export function summaryOf(compared: readonly ComparedSequence[]): Omit<ToldSequences, 'grants' | 'reason'> {
  const count = (state: SequenceState): number => compared.filter((each) => each.state === state).length;
  return {
    compared: compared.length,
    counts: countsOf(count),
    sequences: compared
      .flatMap(({ state, name, column, source, target, inColumn, obstacle, statements }): Sequence[] =>
        state === null ? [] : [{ name, column, state, source, target, inColumn, obstacle, statements }],
      )
      .sort((a, b) => worstFirst[a.state] - worstFirst[b.state] || a.name.localeCompare(b.name))
      .slice(0, listedSequences),
  };
}

const worstFirst: Readonly<Record<SequenceState, number>> = { missing: 0, 'in-use': 1, behind: 2, unknown: 3 };

function countsOf(count: (state: SequenceState) => number): Record<SequenceState, number> {
  return {
    behind: count('behind'),
    'in-use': count('in-use'),
    missing: count('missing'),
    unknown: count('unknown'),
  };
}

function unknownSequences(reason: string): ToldSequences {
  return { compared: null, counts: countsOf(() => 0), sequences: [], grants: [], reason };
}
