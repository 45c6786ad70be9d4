import { Difference } from './difference.js';
import { begunAt } from './span.js';
import { TableNames } from './table-names.js';

/** Something after which no earlier proof counts: a skipped event, a rebuilt target. */
export interface Voiding {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What is so, by those who made it so: every difference with the time in which it began and ended, and every name.
 * Where a moment is not known exactly the doubt is in favour of the product, so whatever is called a fault is one.
 */
export class Truth {
  readonly names: TableNames;
  readonly voidings: Voiding[] = [];
  private readonly differences: Difference[] = [];

  constructor(readonly tables: readonly string[]) {
    this.names = new TableNames(tables);
  }

  /** A difference is being made, from now on. It is certain after `begun`. */
  begin(table: string, key: string | null, what: string, atMs: number): Difference {
    const made = new Difference(table, key, what, begunAt(atMs));
    this.differences.push(made);
    return made;
  }

  /** What made the difference has failed, and it is known that nothing differs by it. */
  forget(difference: Difference): void {
    this.differences.splice(this.differences.indexOf(difference), 1);
  }

  /** The differences of a table, whatever it is called, that nobody has begun to mend. */
  standing(table?: string): Difference[] {
    return this.differences.filter((each) => each.isStanding && (table === undefined || each.table === table));
  }

  /** All that may have been different about the table of this name in this time. */
  mayDiffer(name: string, fromMs: number, toMs: number): Difference[] {
    const tables = this.names.tablesNamed(name, fromMs, toMs);
    return this.differences
      .filter(({ table }) => tables.includes(table))
      .filter((each) => each.mayStandIn(fromMs, toMs));
  }

  /** A difference that was there for the whole time under this name; where two tables had the name, both must have one. */
  differsThroughout(name: string, fromMs: number, toMs: number): Difference | null {
    const found = this.names
      .tablesNamed(name, fromMs, toMs)
      .map((table) => this.differences.find((each) => each.table === table && each.standsThroughout(fromMs, toMs)));
    return found.every((each) => each !== undefined) ? (found[0] ?? null) : null;
  }

  /** The rows that differed for the whole time, where the name was that of one table only. */
  rowsThroughout(name: string, fromMs: number, toMs: number): Difference[] {
    const [table, ...more] = this.names.tablesNamed(name, fromMs, toMs);
    if (more.length > 0) return [];
    return this.differences.filter((each) => each.table === table && each.standsThroughout(fromMs, toMs));
  }

  /** What is known of a name in this time, for people. */
  describe(name: string, fromMs: number, toMs: number): string {
    const tables = this.names.tablesNamed(name, fromMs, toMs);
    const lines = this.mayDiffer(name, fromMs, toMs).map((each) => each.describe());
    return `${name} was ${tables.join(' or ')}; ${lines.length === 0 ? 'no row differed' : lines.join('; ')}`;
  }
}
