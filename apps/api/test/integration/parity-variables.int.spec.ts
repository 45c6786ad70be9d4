// Settings of a pair of MariaDB servers: what differs, what mends it, and what the product says of it.
import type { AlertPage, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { variablesArea } from '../../src/parity/areas/variables/variables-area.js';
import { comparedBy, mendAsTold } from '../support/compared-area.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { runOn } from '../support/run-on.js';
import { startProduct } from '../support/product.js';

let lab: Lab;
beforeAll(async () => {
  lab = await labPair();
});

const compare = () => comparedBy(variablesArea, lab);

it('finds nothing on a sound pair, by two statements a side', async () => {
  const reading = await compare();
  expect(reading).toMatchObject({ differences: [], unknown: [], statements: { source: 2, target: 2 } });
  // Most of the list is there on this version: names that no server has would be compared with nothing.
  expect(reading.compared['variable']).toBeGreaterThan(45);
});

it.each([
  ['sql_mode', "'ANSI_QUOTES'"],
  ['old_mode', "'NO_PROGRESS_INFO'"],
  ['time_zone', "'+05:30'"],
  ['collation_server', "'utf8mb4_bin'"],
  ['tx_isolation', "'READ-COMMITTED'"],
  ['max_allowed_packet', '1048576'],
  ['max_statement_time', '10'],
  ['wait_timeout', '60'],
  ['group_concat_max_len', '1024'],
  ['init_connect', "'SET @a = 1'"],
  ['default_storage_engine', "'MyISAM'"],
  ['default_regex_flags', "'DOTALL'"],
  ['low_priority_updates', 'ON'],
  ['collation_connection', "'utf8mb4_bin'"],
])('names %s when it is %s on the target, and has it the same after what is told was done', async (name, value) => {
  const before = await lab.withAdmin('target', async (root) => {
    const [rows] = await root.query(`SELECT @@GLOBAL.${name} AS value`);
    return (rows as { value: unknown }[])[0]?.value;
  });
  await runOn(lab, 'target', `SET GLOBAL ${name} = ${value}`);
  try {
    const { differences } = await compare();
    expect(differences).toMatchObject([{ object: name, part: 'global value', blocks: false }]);
    if (differences[0]?.mend) await mendAsTold(lab, differences[0]);
    else expect(differences[0]?.why).toContain('by name');
  } finally {
    if (name === 'time_zone') await runOn(lab, 'target', "SET GLOBAL time_zone = 'SYSTEM'");
  }
  try {
    expect((await compare()).differences).toEqual([]);
  } finally {
    await lab.withAdmin('target', (root) => root.query(`SET GLOBAL ${name} = ?`, [before]));
  }
});

it('tells of a setting that is not in its list in one warning, and of none that is meant to differ', async () => {
  const before = { flush_time: 0, thread_cache_size: 0 };
  for (const name of Object.keys(before)) await runOn(lab, 'target', `SET GLOBAL ${name} = 7`);
  await runOn(lab, 'target', 'SET GLOBAL max_error_count = 100, GLOBAL sql_warnings = ON');
  try {
    const { differences } = await compare();
    expect(differences).toMatchObject([
      { object: 'other settings', source: expect.stringContaining('sql_warnings = OFF'), blocks: false, mend: null },
    ]);
    expect(differences[0]?.target).toContain('sql_warnings = ON');
    expect(differences[0]?.target).not.toContain('thread_cache_size');
  } finally {
    await runOn(lab, 'target', 'SET GLOBAL sql_warnings = DEFAULT, GLOBAL max_error_count = DEFAULT');
    for (const name of Object.keys(before)) await runOn(lab, 'target', `SET GLOBAL ${name} = DEFAULT`);
  }
});

it('compares time zones by the times that they make', async () => {
  await runOn(lab, 'source', "SET GLOBAL time_zone = '+05:30'");
  await runOn(lab, 'target', "SET GLOBAL time_zone = '+05:29'");
  try {
    const { differences } = await compare();
    expect(differences).toMatchObject([{ object: 'time_zone', source: '+05:30', target: '+05:29' }]);
    await mendAsTold(lab, differences[0]!);
    expect((await compare()).differences).toEqual([]);
  } finally {
    for (const role of ['source', 'target'] as const) await runOn(lab, role, "SET GLOBAL time_zone = 'SYSTEM'");
  }
});

it('warns of it, does not block for it, and is content when it is mended', async () => {
  const product = await startProduct(lab);
  const alert = async (state: 'firing' | 'resolved') =>
    (await product.get<AlertPage>(`/api/alerts?state=${state}`)).alerts.find(({ type }) => type === 'variables_parity');
  const isSafe = async () => (await product.get<MigrationDetail>('/api/migrations/shop')).verdict.answer === 'safe';
  try {
    await eventually('the untouched pair is safe', isSafe);
    await runOn(lab, 'target', 'SET GLOBAL div_precision_increment = 7');
    expect(await eventually('the alert fires', () => alert('firing'))).toMatchObject({
      ...{ severity: 'WARNING', message: expect.stringContaining('div_precision_increment is 7 on the target and 4') },
      action: expect.stringContaining('SET GLOBAL div_precision_increment = 4;'),
    });
    expect(await isSafe()).toBe(true);
    await runOn(lab, 'target', 'SET GLOBAL div_precision_increment = 4');
    await eventually('the alert is resolved', () => alert('resolved'));
  } finally {
    await runOn(lab, 'target', 'SET GLOBAL div_precision_increment = 4');
    await product.end();
  }
});
