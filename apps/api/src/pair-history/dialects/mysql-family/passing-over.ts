import type { PassingOver } from '../../../evidence/passing-over.js';
import type { PairLook } from '../../pair-look.js';

interface Rule {
  /** Each server has one of them. */
  names: readonly string[];
  isSafe(value: string): boolean;
  meaning: string;
  action(name: string): string;
}

const atRuntime = (name: string, value: string): string =>
  `On the target: STOP SLAVE; SET GLOBAL ${name} = ${value}; START SLAVE (MySQL: STOP REPLICA, START REPLICA), and take it out of its configuration file.`;

const rules: readonly Rule[] = [
  {
    names: ['slave_exec_mode', 'replica_exec_mode'],
    isSafe: (value) => value === 'STRICT',
    meaning: 'a row that is missing or is there already ends nothing, so that the target may differ without any error',
    action: (name) => atRuntime(name, "'STRICT'"),
  },
  {
    names: ['slave_skip_errors', 'replica_skip_errors'],
    isSafe: (value) => value === 'OFF' || value === '',
    meaning: 'the target leaves out what it cannot apply because of one of these errors, and goes on',
    action: (name) => `Take ${name} out of the configuration file of the target, and restart it.`,
  },
  {
    names: ['slave_type_conversions', 'replica_type_conversions'],
    isSafe: (value) => !value.split(',').includes('ALL_LOSSY'),
    meaning: 'values that do not fit the column of the target are cut without any error',
    action: (name) => atRuntime(name, "''"),
  },
];

/** Pure: settings by which the target passes over errors, as they were last seen. What was passed over already is void by itself. */
export function passingOver({ target }: PairLook): PassingOver[] {
  const facts = target?.facts ?? {};
  const found = rules.flatMap(({ names, isSafe, meaning, action }) =>
    names.flatMap((name) => {
      const value = facts[`set ${name}`];
      if (value === undefined || isSafe(value.toUpperCase())) return [];
      return [{ setting: `${name} = ${value}`, meaning, action: action(name) }];
    }),
  );
  // MySQL tells some of them under both names.
  const seen = found.filter(({ meaning }, index) => found.findIndex((other) => other.meaning === meaning) === index);
  const toSkip = facts['toSkip'] ?? '0';
  return toSkip === '0' ? seen : [...seen, skipping(toSkip)];
}

function skipping(count: string): PassingOver {
  return {
    setting: `sql_slave_skip_counter = ${count}`,
    meaning: 'the next events of the source are left out when replication is started',
    action:
      'On the target: SET GLOBAL sql_slave_skip_counter = 0 (MySQL: sql_replica_skip_counter) before START SLAVE.',
  };
}
