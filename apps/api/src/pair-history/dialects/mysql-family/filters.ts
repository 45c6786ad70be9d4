import type { LeavingOut } from '../../../evidence/leaving-out.js';
import type { Facts, PairLook } from '../../pair-look.js';

/** A database, and a table in it. */
type Table = Parameters<LeavingOut['leavesOut']>[0];

/** Rules of one channel, or of the source, by the name of their setting. */
type Rules = ReadonlyMap<string, readonly string[]>;

/**
 * Pure: the settings by which writes of the source do not get to the target. For rows, whose table decides; a statement is left
 * out by the database that was chosen when it ran.
 */
export function filtersOf({ source, target }: PairLook): LeavingOut[] {
  const bySource = rulesOf(source?.facts ?? {}, '');
  const channels = channelsOf(target?.facts ?? {});
  const self = source?.facts['self'];
  return [
    ...found('source', bySource, ['binlog_do_db', 'binlog_ignore_db'], (table) =>
      isDatabaseLeftOut(table, bySource, 'binlog'),
    ),
    // With several sources each channel leaves out what the others bring: only what none of them brings is left out.
    ...(channels.length === 1 ? channels.flatMap((rules) => ofChannel(rules, self)) : []),
  ];
}

function ofChannel(rules: Rules, self: string | undefined): LeavingOut[] {
  const isWholeSource = self !== undefined && (rules.get('replicate_ignore_server_ids') ?? []).includes(self);
  return [
    ...(isWholeSource ? found('target', rules, ['replicate_ignore_server_ids'], () => true) : []),
    ...found('target', rules, ['replicate_do_db', 'replicate_ignore_db'], (table) =>
      isDatabaseLeftOut(table, rules, 'replicate'),
    ),
    ...found(
      'target',
      rules,
      ['replicate_do_table', 'replicate_wild_do_table', 'replicate_ignore_table', 'replicate_wild_ignore_table'],
      (table) => isTableLeftOut(table, rules),
    ),
    ...found('target', rules, ['replicate_rewrite_db'], ({ database }) =>
      (rules.get('replicate_rewrite_db') ?? []).some((rule) => rule.split('->')[0]?.trim() === database),
    ),
  ];
}

function found(
  role: LeavingOut['role'],
  rules: Rules,
  names: readonly string[],
  leavesOut: LeavingOut['leavesOut'],
): LeavingOut[] {
  const set = names.flatMap((name) => (rules.has(name) ? [`${name} = ${rules.get(name)?.join(',')}`] : []));
  return set.length === 0 ? [] : [{ role, setting: set.join('; '), action: actionOn(role, names), leavesOut }];
}

function actionOn(role: LeavingOut['role'], names: readonly string[]): string {
  if (role === 'source')
    return 'take the setting out of the configuration file of the source, and restart it when the application allows.';
  if (names.includes('replicate_ignore_server_ids'))
    return 'run on the target: STOP SLAVE; CHANGE MASTER TO IGNORE_SERVER_IDS = (); START SLAVE.';
  return 'on the target, STOP SLAVE, set each to an empty text (SET GLOBAL), START SLAVE, and take them out of its configuration file.';
}

function isDatabaseLeftOut({ database }: Table, rules: Rules, prefix: 'binlog' | 'replicate'): boolean {
  const only = rules.get(`${prefix}_do_db`);
  if (only !== undefined) return !only.includes(database);
  return rules.get(`${prefix}_ignore_db`)?.includes(database) ?? false;
}

/** In the order in which the server asks: manual, replication filters. */
function isTableLeftOut({ database, name }: Table, rules: Rules): boolean {
  const id = `${database}.${name}`;
  const isIn = (setting: string): boolean => rules.get(setting)?.includes(id) ?? false;
  const isLike = (setting: string): boolean =>
    rules.get(setting)?.some((pattern) => patternOf(pattern).test(id)) ?? false;
  if (isIn('replicate_do_table')) return false;
  if (isIn('replicate_ignore_table')) return true;
  if (isLike('replicate_wild_do_table')) return false;
  if (isLike('replicate_wild_ignore_table')) return true;
  return rules.has('replicate_do_table') || rules.has('replicate_wild_do_table');
}

/** `_` stands for any character and `%` for any text, a backslash takes that from them. Names are compared without case. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\.|[\s\S]/g, (part) => {
    if (part === '%') return '[\\s\\S]*';
    if (part === '_') return '[\\s\\S]';
    return part.slice(-1).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'i');
}

const setting = /^set ((?:replicate|binlog)_\w+)(?: of (.+))?$/;

function channelsOf(facts: Facts): Rules[] {
  const names = new Set(Object.keys(facts).flatMap((fact) => setting.exec(fact)?.slice(2) ?? []));
  return [...names].map((name) => rulesOf(facts, name ?? ''));
}

function rulesOf(facts: Facts, channel: string): Rules {
  const rules = Object.entries(facts).flatMap(([fact, value]) => {
    const [, name = '', of = ''] = setting.exec(fact) ?? [];
    if (name === '' || of !== channel || value === '') return [];
    return [[name, value.split(',').map((part) => part.trim())] as const];
  });
  return new Map(rules);
}
