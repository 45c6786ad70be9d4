import type { ParityUnknown, Role } from '@cutover/contracts';
import { selectionOf } from '../../../tables/table-selection.js';
import type { AreaReading, ComparedArea } from '../../parity-area.js';
import { compareCounters } from './compare-counters.js';
import { clashesOf, compareSides } from './compare-sides.js';
import { schemaDialects } from './dialects/registry.js';
import { schemaParityCheck } from './schema.check.js';
import type { UnreadPart } from './schema-object.js';

/** Definitions and code: everything of the watched databases that is neither a row nor a right. */
export const schemaArea: ComparedArea = {
  area: 'schema',
  engines: schemaParityCheck.engines ?? [],
  checks: [schemaParityCheck],
  compare: async ({ migration, connections, bounds }): Promise<AreaReading> => {
    const selection = selectionOf(migration);
    const dialect = schemaDialects[migration.engine];
    const read = (role: Role) => dialect.read(connections[role], selection, bounds);
    const [here, there] = await Promise.all([read('source'), read('target')]);
    const sides = { source: here, target: there };
    const { source, target } = dialect.settle?.(sides) ?? sides;
    const unread = {
      source: [...source.unread, ...clashesOf(source.objects)],
      target: [...target.unread, ...clashesOf(target.objects)],
    };
    const script = (statements: readonly string[]): string[] => dialect.script(statements, connections.target);
    const { differences, compared } = compareSides(
      source.objects,
      target.objects,
      [...unread.source, ...unread.target],
      script,
    );
    return {
      compared,
      differences: [...differences, ...compareCounters(source.counters, target.counters, script)],
      unknown: [...unknownOf('source', unread.source), ...unknownOf('target', unread.target)],
      statements: { source: source.statements, target: target.statements },
    };
  },
};

function unknownOf(side: Role, unread: readonly UnreadPart[]): ParityUnknown[] {
  return unread.map(({ what, reason, action, grants = [] }) => ({
    ...{ area: 'schema', what, side, reason, action, grants, blocks: true },
  }));
}
