import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** One way in which two sides can differ: what both have, what only one has, and what is to be told of it. */
export interface SchemaCase {
  name: string;
  /** Run on both sides. `CREATE TABLE` of `t` is spared where it says nothing else. */
  both?: readonly string[];
  source?: readonly string[];
  target?: readonly string[];
  /** `kind/part` of what is told of it: of the object that `both` makes first, or of `object`. */
  told: readonly { kind: string; object: string; part: string | null; blocks?: boolean }[];
  /** Kinds of `told` that no statement can mend; the reason stands in `why`. */
  isBeyondStatements?: readonly string[];
  only?: FamilyEngine;
}

/** The database of the cases. Nothing of it is written to a binary log. */
export const probe = 'parity_probe';

/** What is told of an object of the probe; '' is the database itself. */
export const told = (kind: string, object: string, part: string | null = null, blocks = true) => ({
  ...{ kind, object: object === '' ? probe : `${probe}.${object}`, part, blocks },
});
/** An ordinary table. */
export const base = (name: string, more = ''): string =>
  `CREATE TABLE ${name} (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, b VARCHAR(40) NULL${more})`;
/** An orderly case: the source has more than the target. */
export const onSource = (
  name: string,
  kind: string,
  part: string | null,
  statement: string,
  more = '',
): SchemaCase => ({
  ...{ name, both: [base(name, more)], source: [statement.replaceAll('$t', name)], told: [told(kind, name, part)] },
});
/** The other way round. */
export const onTarget = (
  name: string,
  kind: string,
  part: string | null,
  statement: string,
  more = '',
): SchemaCase => ({
  ...{ name, both: [base(name, more)], target: [statement.replaceAll('$t', name)], told: [told(kind, name, part)] },
});
