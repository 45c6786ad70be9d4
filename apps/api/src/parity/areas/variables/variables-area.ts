import type { ParityUnknown, Role } from '@cutover/contracts';
import { errorText, isConnectionLoss, ServerUnavailable, StatementCancelled } from '@cutover/databases';
import type { AreaReading, ComparedArea, ParityPair } from '../../parity-area.js';
import { databaseLocaleCheck } from './database-locale.check.js';
import { compareVariables } from './compare-variables.js';
import { variablesDialects } from './dialects/registry.js';
import { tableNameCaseCheck } from './table-name-case.check.js';
import { variablesParityCheck } from './variables-parity.check.js';
import type { SideVariables, VariablesDialect } from './variables-dialect.js';

/** Settings that change what statements of the application mean, or whether they work. */
export const variablesArea: ComparedArea = {
  area: 'variables',
  engines: variablesParityCheck.engines ?? [],
  checks: [tableNameCaseCheck, databaseLocaleCheck, variablesParityCheck],
  async compare(pair): Promise<AreaReading> {
    const { engine, target } = pair.migration;
    const dialect = variablesDialects[engine];
    const [source, there] = await Promise.all([read(dialect, pair, 'source'), read(dialect, pair, 'target')]);
    if ('reason' in source || 'reason' in there) {
      const unknown = [source, there].flatMap((each) => ('reason' in each ? [each] : []));
      return { compared: {}, differences: [], unknown, statements: { source: 2, target: 2 } };
    }
    const { compared, differences, unknown } = compareVariables(dialect.compared, source, there, {
      ...{ dialect, rds: target.rds },
    });
    const statements = { source: source.statements, target: there.statements };
    return { compared: { variable: compared }, differences, unknown, statements };
  },
};

/** The settings of a side, or why they are unknown. Rejects where it does not answer. */
async function read(
  dialect: VariablesDialect,
  { connections, bounds }: ParityPair,
  role: Role,
): Promise<SideVariables | ParityUnknown> {
  try {
    return await dialect.read(connections[role], bounds);
  } catch (error) {
    if (error instanceof ServerUnavailable || error instanceof StatementCancelled || isConnectionLoss(error))
      throw error;
    return {
      ...{ area: 'variables', what: 'settings', side: role, reason: errorText(error), blocks: true },
      ...{ action: 'Remove the reason: it is read again by itself.', grants: [] },
    };
  }
}
