import type { Role } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { TableSelection } from '../../../tables/table-selection.js';
import type { SchemaSide } from './schema-object.js';

/** How the definitions of one side are read, and the statements that would make them. One implementation a family: registry.ts. */
export interface SchemaDialect {
  /** Rejects only where the side does not answer; what may not, or cannot, be read is `unread`. */
  read(connection: ServerConnection, selection: TableSelection, bounds: StatementBounds): Promise<SchemaSide>;
  /** The statements of one mend as they are run on the target in one session. */
  script(statements: readonly string[], target: Pick<ServerConnection, 'rds'>): string[];
  /** Pure: what of the sides can be said only when both are known; absent: nothing. */
  settle?(sides: Record<Role, SchemaSide>): Record<Role, SchemaSide>;
}
