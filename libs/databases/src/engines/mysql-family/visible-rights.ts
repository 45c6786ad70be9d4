import { databasePattern } from './database-pattern.js';

/** One line of SHOW GRANTS: rights, on what, and who holds them. */
interface GrantLine {
  rights: ReadonlySet<string>;
  /** Pattern of the database; `*` is every one. */
  database: string;
  table: string;
  holder: Holder;
  /** A partial REVOKE of MySQL: it takes from the rights on `*.*` what it names, in this one database. */
  isTakenAway: boolean;
}

/** MariaDB looks up the rights of each of these by themselves and adds them up; MySQL prints all as the user's. */
type Holder = 'user' | 'role' | 'public';

const holders: readonly Holder[] = ['user', 'role', 'public'];

/** What the account may do, as far as it decides what the catalog shows. */
export interface VisibleRights {
  /**
   * Whether it surely has the right on a whole database. A right on a single table does not count, and neither does a wider
   * pattern that a closer one overrules.
   */
  onDatabase(right: string, database: string): boolean;
  onTable(right: string, database: string, table: string): boolean;
  everywhere(right: string): boolean;
  /** Whether MySQL takes the right on everything away for some database. */
  isTakenAway(right: string): boolean;
  /** Rights that a pattern gives on this database, and that a GRANT on just this database takes away unless it repeats them. */
  byPattern(database: string): readonly string[];
}

/**
 * Pure: what the lines of SHOW GRANTS give. Of rights on single columns and routines nothing is said. `hasPartialRevokes`: MySQL
 * with partial_revokes, where `_` and `%` in the name of a database are no wildcards.
 */
export function rightsOf(lines: readonly string[], hasPartialRevokes = false): VisibleRights {
  const grants = lines.flatMap(grantOf);
  // There is such a line under that setting only.
  const isLiteral = hasPartialRevokes || grants.some(({ isTakenAway }) => isTakenAway);
  const gives = ({ rights }: GrantLine, right: string): boolean => rights.has(right) || rights.has('ALL PRIVILEGES');
  const everywhere = (right: string): boolean =>
    grants.some((grant) => grant.database === '*' && !grant.isTakenAway && gives(grant, right));
  const ofDatabases = grants.filter(({ database, table }) => database !== '*' && table === '*');
  const onDatabase = (right: string, database: string): boolean => {
    const isTakenAway = ofDatabases.some(
      (grant) => grant.isTakenAway && isNamed(grant.database, database, isLiteral) && gives(grant, right),
    );
    if (everywhere(right) && !isTakenAway) return true;
    return holders.some((holder) => {
      const held = ofDatabases.filter((grant) => !grant.isTakenAway && grant.holder === holder);
      const patterns = closest(held, database, isLiteral);
      return patterns.length > 0 && patterns.every((lines) => lines.some((grant) => gives(grant, right)));
    });
  };
  return {
    everywhere,
    isTakenAway: (right) => grants.some((grant) => grant.isTakenAway && gives(grant, right)),
    onDatabase,
    byPattern: (database) => {
      const held = ofDatabases.filter((grant) => !grant.isTakenAway && grant.holder === 'user');
      if (held.some((grant) => isNamed(grant.database, database, isLiteral))) return [];
      const [first = [], ...others] = closest(held, database, isLiteral);
      const given = new Set(first.flatMap(({ rights }) => [...rights]));
      return [...given].filter((right) => others.every((lines) => lines.some((grant) => gives(grant, right))));
    },
    onTable: (right, database, table) =>
      onDatabase(right, database) ||
      grants.some((grant) => grant.database === database && grant.table === table && gives(grant, right)),
  };
}

/**
 * The grants of one holder that count on a database, by pattern: a server takes the closest pattern and no other. One without
 * wildcards is the closest. Which of several others is, versions decide by rules of their own (sql_acl.cc: get_sort,
 * get_magic_sort), so that all of them are answered, and only what each of them gives is sure.
 */
function closest(grants: readonly GrantLine[], database: string, isLiteral: boolean): GrantLine[][] {
  const exact = grants.filter((grant) => isNamed(grant.database, database, isLiteral));
  if (exact.length > 0) return [exact];
  const byPattern = new Map<string, GrantLine[]>();
  for (const grant of isLiteral ? [] : grants)
    // With case: a name of another case is another database on a server that tells them apart.
    if (new RegExp(databasePattern(grant.database).source).test(database))
      byPattern.set(grant.database, [...(byPattern.get(grant.database) ?? []), grant]);
  return [...byPattern.values()];
}

/** Whether this is the name of the database and no pattern: `my\\_app` is one, `my_app` is not unless it is taken literally. */
function isNamed(pattern: string, database: string, isLiteral: boolean): boolean {
  if (pattern === database && (isLiteral || !/[_%]/.test(pattern))) return true;
  return pattern === database.replaceAll(/[\\_%]/g, '\\$&');
}

function grantOf(line: string): GrantLine[] {
  const found =
    /^(GRANT|REVOKE) (.+?) ON (?:TABLE )?(\*|`(?:[^`]|``)*`)\.(\*|`(?:[^`]|``)*`) (?:TO|FROM) (PUBLIC$|PUBLIC )?(`(?:[^`]|``)*`(@)?)?/i.exec(
      line,
    );
  if (found === null) return [];
  const [, verb = '', rights = '', database = '', table = '', isPublic, , at] = found;
  const list = rights.split(',').map((right) => right.trim().toUpperCase());
  return [
    {
      ...{ rights: new Set(list), database: nameOf(database), table: nameOf(table) },
      holder: isPublic !== undefined ? 'public' : at === undefined ? 'role' : 'user',
      isTakenAway: verb.toUpperCase() === 'REVOKE',
    },
  ];
}

function nameOf(printed: string): string {
  return printed === '*' ? '*' : printed.slice(1, -1).replaceAll('``', '`');
}
