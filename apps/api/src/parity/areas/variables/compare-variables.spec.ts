import type { ComparedVariable } from './compared-variable.js';
import { comparedVariables } from './dialects/mysql-family/compared-variables.js';
import { isAsGood } from './compare-values.js';
import { compareVariables } from './compare-variables.js';
import { variablesDialects } from './dialects/registry.js';
import type { SideVariables } from './variables-dialect.js';

const terms = { dialect: variablesDialects.mariadb, rds: false };
const zone = (text: string, moments: string | null = 'noon') => ({ text, moments });
const side = (values: Record<string, string>, timeZone = zone('UTC')): SideVariables => ({
  ...{ values: new Map(Object.entries(values)), timeZone, statements: 2 },
});
const compare = (source: SideVariables, target: SideVariables, change: Partial<typeof terms> = {}) =>
  compareVariables(comparedVariables, source, target, { ...terms, ...change });
const one = (name: string, source: string, target: string, change: Partial<typeof terms> = {}) =>
  compare(side({ [name]: source }), side({ [name]: target }), change).differences;

it.each<[ComparedVariable['compare'], string, string, boolean]>([
  ['set', 'STRICT_TRANS_TABLES,NO_ZERO_DATE', 'no_zero_date, STRICT_TRANS_TABLES', true],
  ['set', 'STRICT_TRANS_TABLES', '', false],
  ['set', 'utf8mb3=utf8mb3_bin,ucs2=ucs2_bin', 'ucs2=ucs2_bin,utf8=utf8_bin', true],
  ['charset', 'utf8_general_ci', 'utf8mb3_general_ci', true],
  ['charset', 'utf8', 'utf8mb4', false],
  ['text', 'REPEATABLE-READ', 'repeatable read', true],
  ['text', 'ON', 'OFF', false],
  ['at-least', '16777216', '67108864', true],
  ['at-least', '18446744073709551615', '18446744073709551614', false],
  ['at-least-or-none', '0', '30.000000', false],
  ['at-least-or-none', '30.000000', '0.000000', true],
  ['at-least-or-none', '30', '60', true],
  ['at-least-or-none', '60', '30', false],
])('compares as %s: %s and %s', (comparison, source, target, isEqual) =>
  expect(isAsGood[comparison](source, target)).toBe(isEqual),
);

it('gives the statement, and the line that survives a restart', () => {
  expect(one('div_precision_increment', '4', '8')).toMatchObject([
    {
      ...{ id: 'variables/variable/div_precision_increment', source: '4', target: '8', blocks: false },
      mend: {
        ...{ on: 'target', statements: ['SET GLOBAL div_precision_increment = 4;'] },
        note: expect.stringContaining('below [mysqld]: div_precision_increment = 4'),
      },
    },
  ]);
  expect(one('sql_mode', "A,'", '')[0]?.mend?.statements).toEqual(["SET GLOBAL sql_mode = 'A,''';"]);
});

it('says what only a restart sets, and what only a parameter group', () => {
  expect(one('innodb_ft_min_token_size', '2', '3')[0]?.mend).toMatchObject({
    ...{ statements: [], note: expect.stringContaining('Only a restart sets it.') },
  });
  expect(one('sql_mode', 'ANSI', '', { rds: true })[0]?.mend).toMatchObject({
    ...{ statements: [], note: 'In the parameter group of the target: sql_mode = ANSI.' },
  });
});

it('blocks for lower_case_table_names alone, which nothing sets afterwards', () => {
  expect(one('lower_case_table_names', '0', '1')).toMatchObject([{ blocks: true, mend: null }]);
  expect(comparedVariables.filter(({ blocks }) => blocks).map(({ names }) => names)).toEqual([
    ['lower_case_table_names'],
  ]);
});

it('takes a renamed setting for the same, by the name that the target has', () => {
  const [found] = compare(
    side({ tx_isolation: 'READ-COMMITTED' }),
    side({ transaction_isolation: 'SERIALIZABLE' }),
  ).differences;
  expect(found).toMatchObject({ object: 'transaction_isolation', source: 'READ-COMMITTED', target: 'SERIALIZABLE' });
  expect(
    compare(side({ tx_isolation: 'SERIALIZABLE' }), side({ transaction_isolation: 'SERIALIZABLE' })).differences,
  ).toEqual([]);
});

it('compares what only one version has where it is known what the other does, and nothing else', () => {
  expect(compare(side({}), side({ character_set_collations: 'utf8mb4=uca1400_ai_ci' })).differences).toMatchObject([
    { object: 'character_set_collations', source: '', target: 'utf8mb4=uca1400_ai_ci' },
  ]);
  expect(compare(side({ old_mode: 'X' }), side({}))).toMatchObject({ differences: [], compared: 3 });
});

it('takes time zones that make the same times for the same, and says where it cannot tell', () => {
  const zones = (source: SideVariables['timeZone'], target: SideVariables['timeZone']) =>
    compare(side({}, source), side({}, target));
  expect(zones(zone('SYSTEM (UTC)'), zone('+00:00')).differences).toEqual([]);
  expect(zones(zone('+02:00', 'two'), zone('+00:00')).differences).toMatchObject([
    { object: 'time_zone', source: '+02:00', mend: { statements: ["SET GLOBAL time_zone = '+02:00';"] } },
  ]);
  expect(zones(zone('SYSTEM (CET)', 'one'), zone('+00:00')).differences).toMatchObject([
    { mend: null, why: expect.stringContaining('set that zone on the target, by name') },
  ]);
  expect(zones(zone('Europe/Berlin', null), zone('+00:00')).unknown).toMatchObject([{ side: 'source', blocks: false }]);
});

it('names every setting once, each with a sentence of its own', () => {
  const names = comparedVariables.flatMap((each) => each.names);
  expect(new Set(names).size).toBe(names.length);
  for (const { why } of comparedVariables) expect(why).toMatch(/^[A-Z].*\.$/s);
});

it('tells of all other settings in one difference that does not block, but for those that are meant to differ', () => {
  const sides = (value: string) =>
    side({
      new_setting: value,
      other_setting: value,
      innodb_buffer_pool_size: value,
      server_id: value,
      log_bin: value,
    });
  expect(compare(sides('1'), sides('1')).differences).toEqual([]);
  const [found, ...more] = compare(sides('1'), sides('2')).differences;
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    ...{ object: 'other settings', source: 'new_setting = 1\nother_setting = 1', blocks: false, mend: null },
  });
  const many = (value: string) =>
    side(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`setting_${index + 10}`, value])));
  expect(compare(many('1'), many('2')).differences[0]?.target).toMatch(/setting_39 = 2\n… and 10 more$/);
});
