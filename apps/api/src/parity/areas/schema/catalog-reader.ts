import {
  errorText,
  isConnectionLoss,
  ServerUnavailable,
  StatementCancelled,
  StatementTimeout,
  type ServerConnection,
  type StatementBounds,
} from '@cutover/databases';
import type { Statement } from '../../../tables/tables-dialect.js';
import type { SchemaKind, UnreadPart } from './schema-object.js';

/** Reads the catalog of one side: counts its statements, bounds each, and turns what cannot be read into words. */
export class CatalogReader {
  statements = 0;
  readonly unread: UnreadPart[] = [];

  /** For readers that take a connection: their statements count and are bounded, too. */
  readonly counted: Pick<ServerConnection, 'query' | 'engine'>;

  /** `whenSlow`: where to look when the catalog does not answer in time. */
  constructor(
    readonly connection: ServerConnection,
    bounds: StatementBounds,
    private readonly whenSlow: string,
  ) {
    this.counted = {
      engine: connection.engine,
      query: (sql, params) => {
        this.statements++;
        return connection.query(sql, params, bounds);
      },
    };
  }

  rows<Row extends object>({ sql, params }: Statement): Promise<Row[]> {
    return this.counted.query<Row>(sql, params);
  }

  /** `at`: where it was looked; everywhere where nothing is said. null: it could not be read, and `unread` says why. Rejects where the side does not answer at all. */
  async attempt<Result>(
    what: string,
    kinds: readonly SchemaKind[],
    read: () => Promise<Result>,
    at: Pick<UnreadPart, 'database' | 'object'> = { database: null },
  ): Promise<Result | null> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof StatementCancelled || error instanceof ServerUnavailable || isConnectionLoss(error))
        throw error;
      this.unread.push({
        what,
        kinds,
        database: at.database,
        ...(at.object === undefined ? {} : { object: at.object }),
        ...this.wordsOf(error),
      });
      return null;
    }
  }

  private wordsOf(error: unknown): Pick<UnreadPart, 'reason' | 'action'> {
    if (error instanceof StatementTimeout)
      return {
        reason: 'the server did not answer within the time that a statement may take',
        action: `${this.whenSlow} It is read again by itself.`,
      };
    return { reason: errorText(error), action: 'Remove the reason: it is read again by itself.' };
  }
}
