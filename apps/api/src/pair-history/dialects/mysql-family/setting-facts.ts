import type { Facts } from '../../pair-look.js';

/** Settings of the target that decide what it applies, and which errors it passes over. */
const decisive = [
  ...['replicate_do_db', 'replicate_ignore_db', 'replicate_do_table', 'replicate_ignore_table'],
  ...['replicate_wild_do_table', 'replicate_wild_ignore_table', 'replicate_rewrite_db'],
  ...['slave_exec_mode', 'replica_exec_mode', 'slave_skip_errors', 'replica_skip_errors'],
  ...['slave_type_conversions', 'replica_type_conversions'],
];
const skipCounters = ['sql_slave_skip_counter', 'sql_replica_skip_counter'];

export const settingNames: readonly string[] = [...decisive, ...skipCounters];

/** Pure: those of the server, each under `set NAME`, and how many events it is told to skip. */
export function settingFacts(variables: ReadonlyMap<string, string>): Facts {
  const set = decisive.flatMap((name) => {
    const value = variables.get(name);
    return value === undefined ? [] : [[`set ${name}`, value] as const];
  });
  const toSkip = skipCounters.flatMap((name) => variables.get(name) ?? [])[0];
  return { ...Object.fromEntries(set), ...(toSkip === undefined ? {} : { toSkip }) };
}
