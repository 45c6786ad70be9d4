import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { ifUnwatched, together } from './table-result.js';

type Watched = NonNullable<Evidence['tables']>['tables'][number];

/** Without a key on either side; a table that is not there on the target is told by another check. */
function hasNoKey({ source }: Watched): boolean {
  return source?.kind === 'table' && source.primaryKey.length === 0 && source.uniqueKey === undefined;
}

const why =
  'the target searches the whole table for each row that is changed or deleted, so that one large statement on the source may stop it for hours';

/**
 * Tables without a key are a warning here: their rows are proved equal as all others. It makes no alert, because it stands for as
 * long as the table does, and an alert that nobody can end teaches to overlook alerts.
 */
export const primaryKeyMissingCheck: Check = {
  id: 'primary-key-missing',
  engines: ['mariadb', 'mysql'],
  claim: 'Every watched table has a primary key, or a unique key without NULL',
  blocks: 'never',
  needs: 'proofs',
  policy: proven,
  judge: (evidence): CheckReading => {
    const { tables: catalog } = evidence;
    if (catalog === null) return nothingKnown;
    const found = catalog.tables.filter(hasNoKey).map(({ id }): Found => ({
      ...{ subject: id, outcome: 'fail', severity: 'INFO', evidence: catalog.discoveredAt, tables: [id] },
      message: `${id} has no primary key and no unique key without NULL: ${why}`,
      action:
        'Give it a primary key on the source (an invisible column will do), from where it replicates; or keep large changes of it away from the cutover.',
    }));
    const isFound = (table: string): boolean => found.some(({ subject }) => subject === table);
    const isWatched = (table: string): boolean => catalog.tables.some(({ id }) => id === table);
    return {
      found,
      rest: 'pass',
      otherwise: (table) =>
        isWatched(table) && !isFound(table)
          ? { kind: 'pass', evidence: catalog.discoveredAt }
          : ifUnwatched(evidence, table),
    };
  },
  summarise: (found) =>
    together(found, (tables) => `${tables} have no primary key and no unique key without NULL: ${why}`),
};
