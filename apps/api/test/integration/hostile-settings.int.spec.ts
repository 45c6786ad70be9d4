import { dialects, type Lab } from '@cutover/lab';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { serverLine } from '../support/server-line.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { openedVerifiers } from '../support/opened-verifiers.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let twin: TwinDatabase;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'hostile_settings');
  await twin.both(
    'CREATE TABLE plain (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(20))',
    'CREATE TABLE second (id INT PRIMARY KEY, v VARCHAR(20))',
    ...['plain', 'second'].map((table) =>
      dialects[lab.flavor].translate(`INSERT INTO ${table} SELECT seq, CONCAT('é', seq) FROM seq_1_to_500`),
    ),
  );
});

afterAll(async () => {
  await twin?.drop();
});

const open = openedVerifiers(() => lab);

interface Setting {
  name: string;
  hostile: string;
  ours: string;
}

/** Values at global level, which new sessions inherit, and what our sessions must have all the same: of both engines … */
const settingsOfBoth: readonly Setting[] = [
  { name: 'autocommit', hostile: '0', ours: 'ON' },
  { name: 'completion_type', hostile: "'RELEASE'", ours: 'NO_CHAIN' },
  { name: 'sql_select_limit', hostile: '1', ours: '18446744073709551615' },
  { name: 'sql_big_selects', hostile: '0', ours: 'ON' },
  { name: 'max_join_size', hostile: '10', ours: '18446744073709551615' },
  { name: 'time_zone', hostile: "'+05:30'", ours: '+00:00' },
  { name: 'sql_mode', hostile: "'ANSI,PAD_CHAR_TO_FULL_LENGTH'", ours: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' },
  { name: 'group_concat_max_len', hostile: '4', ours: '1048576' },
  { name: 'max_sort_length', hostile: '64', ours: '1024' },
  { name: 'sql_auto_is_null', hostile: '1', ours: 'OFF' },
  { name: 'sql_quote_show_create', hostile: '0', ours: 'ON' },
  { name: 'lock_wait_timeout', hostile: '86400', ours: '5' },
  { name: 'innodb_lock_wait_timeout', hostile: '3600', ours: '5' },
  { name: 'lc_messages', hostile: "'de_DE'", ours: 'en_US' },
  { name: 'div_precision_increment', hostile: '0', ours: '4' },
];

/** … and of each. */
const settingsOf: Readonly<Record<Lab['flavor'], readonly Setting[]>> = {
  mariadb: [
    { name: 'tx_isolation', hostile: "'READ-UNCOMMITTED'", ours: 'REPEATABLE-READ' },
    { name: 'tx_read_only', hostile: '0', ours: 'ON' },
    // Our own: the limit of the statement before, and some more.
    { name: 'idle_transaction_timeout', hostile: '1', ours: '62' },
    { name: 'idle_readonly_transaction_timeout', hostile: '1', ours: '0' },
    { name: 'system_versioning_asof', hostile: "'2020-01-01 00:00:00'", ours: 'DEFAULT' },
  ],
  mysql: [
    { name: 'transaction_isolation', hostile: "'READ-UNCOMMITTED'", ours: 'REPEATABLE-READ' },
    { name: 'transaction_read_only', hostile: '0', ours: 'ON' },
    { name: 'information_schema_stats_expiry', hostile: '86400', ours: '0' },
    { name: 'show_gipk_in_create_table_and_information_schema', hostile: '0', ours: 'ON' },
  ],
};
const settings = [...settingsOfBoth, ...settingsOf[serverLine.flavor === 'mysql' ? 'mysql' : 'mariadb']];

/** Sets each variable at global level on both sides for the time of `work`. */
async function withGlobals(
  wanted: readonly { name: string; value: string }[],
  work: () => Promise<void>,
): Promise<void> {
  const before: { role: 'source' | 'target'; name: string; value: unknown }[] = [];
  try {
    for (const role of ['source', 'target'] as const)
      await lab.withAdmin(role, async (root) => {
        for (const { name, value } of wanted) {
          const [rows] = await root.query(`SELECT @@GLOBAL.${name} AS value`);
          before.push({ role, name, value: (rows as { value: unknown }[])[0]?.value });
          await root.query(`SET GLOBAL ${name} = ${value}`);
        }
      });
    await work();
  } finally {
    for (const { role, name, value } of before)
      await lab.withAdmin(role, async (root) => {
        // Numbers may be too large for ours. The keyword, which stands for the current rows, cannot be quoted either.
        const literal = /^(?:\d+|DEFAULT)$/.test(String(value)) ? String(value) : root.escape(value);
        await root.query(`SET GLOBAL ${name} = ${literal}`);
      });
  }
}

/** The SELECT comes first: it leaves a transaction open that our session must end. */
const asInitConnect = `"SET SESSION autocommit = 0; SELECT 1 FROM hostile_settings.plain; ${settings
  .map(({ name, hostile }) => `SET SESSION ${name} = ${hostile}`)
  .join('; ')}; SET NAMES latin1"`;

/** On the target alone, and committed whatever the server's settings are. */
const change = (statement: string): Promise<void> =>
  twin.only('target', "SET SESSION completion_type = 'NO_CHAIN'", statement, 'COMMIT');

describe.each([
  ['set at global level', settings.map(({ name, hostile }) => ({ name, value: hostile }))],
  ['set by init_connect', [{ name: 'init_connect', value: asInitConnect }]],
])('settings of the servers that change meaning, %s', (_, globals) => {
  it.each(['pooled', 'dedicated'] as const)('do not reach our %s sessions', async (kind) => {
    await withGlobals(globals, async () => {
      const service = startConnections(configOf(lab));
      try {
        await whenUp(service);
        for (const role of ['source', 'target'] as const) {
          const server = service.get('shop', role);
          const session = kind === 'pooled' ? server : await server.openSession();
          const names = settings.map(({ name }) => `'${name}'`).join(', ');
          const rows = await session.query<{ Variable_name: string; Value: string }>(
            `SHOW SESSION VARIABLES WHERE Variable_name IN (${names})`,
          );
          expect(Object.fromEntries(rows.map((row) => [row.Variable_name, row.Value]))).toEqual(
            Object.fromEntries(settings.map(({ name, ours }) => [name, ours])),
          );
          const [letters] = await session.query<{ results: string; connection: string }>(
            'SELECT @@SESSION.character_set_results AS results, @@SESSION.character_set_connection AS connection',
          );
          expect(letters).toEqual({ results: 'utf8mb4', connection: 'utf8mb4' });
        }
      } finally {
        await service.onApplicationShutdown();
      }
    });
  });

  it('leave a planted row to be found and no table out, in the mode without snapshots too', async () => {
    await withGlobals(globals, async () => {
      const { drop, ...endpoints } = await createAccount(lab, 'reader', {
        source: ['SELECT ON hostile_settings.*'],
        target: ['SELECT ON hostile_settings.*'],
      });
      try {
        const verifier = await open({ ...endpoints, databases: ['hostile_settings'] });
        const first = await verifier.checksumAll();
        expect([...first].map(([table, { verdict }]) => `${table} ${verdict}`).sort()).toEqual([
          'hostile_settings.plain matched',
          'hostile_settings.second matched',
        ]);
        await change("UPDATE plain SET v = 'planted' WHERE id = 7");
        expect((await verifier.checksumAll()).get('hostile_settings.plain')?.verdict).toBe('diverged');
      } finally {
        await change("UPDATE plain SET v = 'é7' WHERE id = 7");
        await drop();
      }
    });
  });

  it("leave the application's ALTER free to go between two of our statements", async () => {
    await withGlobals(globals, async () => {
      const service = startConnections(configOf(lab));
      try {
        await whenUp(service);
        await service.get('shop', 'source').query('SELECT COUNT(*) FROM hostile_settings.plain');
        await lab.withoutBinaryLog('source', async (root) => {
          await root.query('SET SESSION lock_wait_timeout = 2');
          await root.query("ALTER TABLE hostile_settings.plain COMMENT = 'altered'");
        });
      } finally {
        await service.onApplicationShutdown();
      }
    });
  });
});
