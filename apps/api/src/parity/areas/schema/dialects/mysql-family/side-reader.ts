import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { familyEngine, type FamilyEngine } from '@cutover/databases/mysql-family';
import { CatalogReader } from '../../catalog-reader.js';

/** Reads one side of MariaDB or MySQL. */
export class SideReader extends CatalogReader {
  readonly engine: FamilyEngine;

  constructor(connection: ServerConnection, bounds: StatementBounds) {
    super(
      connection,
      bounds,
      'Look at what keeps information_schema busy: SHOW PROCESSLIST, a table_open_cache that is too small.',
    );
    this.engine = familyEngine(connection.engine);
  }
}
