import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { TableSelection } from '../../../tables/table-selection.js';
import type { SchemaSide } from './schema-object.js';

/** How the definitions of one side are read, and the statements that would make them. One implementation a family: registry.ts. */
export interface SchemaDialect {
  /** Rejects only where the side does not answer; what may not, or cannot, be read is `unread`. */
  read(connection: ServerConnection, selection: TableSelection, bounds: StatementBounds): Promise<SchemaSide>;
}
