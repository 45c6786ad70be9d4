import { databasePattern, rightsOf, type VisibleRights } from '@cutover/databases/mysql-family';
import type { HeldRight } from '../../account.js';
import type { Shadowed } from '../../accounts-dialect.js';

/**
 * Pure: by what they are on, grants on databases that only the target has and that give less there than a wider one: a server takes
 * the closest pattern and no other. What the wider one gives is lost, though each grant of the source is there.
 */
export function shadowingGrants(
  { source, target }: Record<'source' | 'target', readonly HeldRight[]>,
  databases: readonly string[],
): Map<string, Shadowed> {
  const known = new Set(source.filter(isOfDatabase).map(({ on }) => on));
  const closer = target.filter((right) => isOfDatabase(right) && !known.has(right.on));
  if (closer.length === 0) return new Map();
  const [here, there] = [effective(source), effective(target)];
  const privileges = new Set(source.filter(isOfDatabase).flatMap((right) => [...right.privileges]));
  const found = new Map<string, Shadowed>();
  for (const right of closer)
    for (const database of databases.filter((name) => databasePattern(nameOf(right.on)).test(name))) {
      const lost = [...privileges].filter(
        (each) => here.onDatabase(each, database) && !there.onDatabase(each, database) && !right.privileges.has(each),
      );
      if (lost.length > 0 && !found.has(right.on)) found.set(right.on, { database, privileges: lost.sort() });
    }
  return found;
}

const isOfDatabase = ({ group, on }: HeldRight): boolean => group === 'static' && on.endsWith('`.*');
const nameOf = (on: string): string => on.slice(1, -'`.*'.length).replaceAll('``', '`');

/** The same question as of our own account, whose lines SHOW GRANTS prints. */
function effective(held: readonly HeldRight[]): VisibleRights {
  const restrictions = held.filter(({ group }) => group === 'restriction');
  const given = held.filter((right) => isOfDatabase(right) || (right.group === 'static' && right.on === '*.*'));
  const line = (verb: string, to: string) => (right: HeldRight) =>
    `${verb} ${[...right.privileges].join(', ')} ON ${right.on} ${to} \`\`@\`%\``;
  return rightsOf(
    [...given.map(line('GRANT', 'TO')), ...restrictions.map(line('REVOKE', 'FROM'))],
    restrictions.length > 0,
  );
}
