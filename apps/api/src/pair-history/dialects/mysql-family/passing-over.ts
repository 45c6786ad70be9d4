import type { PassingOver } from '../../../evidence/passing-over.js';
import type { PairLook } from '../../pair-look.js';

interface Rule {
  /** Each server has one of them. */
  names: readonly string[];
  isSafe(value: string): boolean;
  meaning: string;
  action(name: string): string;
  /** The safe value, as SET wants it; null: only a restart sets it. */
  value: string | null;
}

const atRuntime = (name: string): string =>
  `Set ${name} back on the target, and take it out of its configuration file.`;

/** Both engines know REPLICA: MariaDB from 10.5.1, MySQL from 8.0.22. */
const restarted = (change: string): string => `STOP REPLICA; ${change}; START REPLICA;`;

const rules: readonly Rule[] = [
  {
    names: ['slave_exec_mode', 'replica_exec_mode'],
    isSafe: (value) => value === 'STRICT',
    meaning: 'a row that is missing or is there already ends nothing, so that the target may differ without any error',
    action: atRuntime,
    value: "'STRICT'",
  },
  {
    names: ['slave_skip_errors', 'replica_skip_errors'],
    isSafe: (value) => value === 'OFF' || value === '',
    meaning: 'the target leaves out what it cannot apply because of one of these errors, and goes on',
    action: (name) => `Take ${name} out of the configuration file of the target, and restart it.`,
    value: null,
  },
  {
    names: ['slave_type_conversions', 'replica_type_conversions'],
    isSafe: (value) => !value.split(',').includes('ALL_LOSSY'),
    meaning: 'values that do not fit the column of the target are cut without any error',
    action: atRuntime,
    value: "''",
  },
];

/** Pure: settings by which the target passes over errors, as they were last seen. What was passed over already is void by itself. */
export function passingOver({ target }: PairLook): PassingOver[] {
  const facts = target?.facts ?? {};
  const found = rules.flatMap(({ names, isSafe, meaning, action, value: safe }) =>
    names.flatMap((name) => {
      const value = facts[`set ${name}`];
      if (value === undefined || isSafe(value.toUpperCase())) return [];
      const statement = safe === null ? null : restarted(`SET GLOBAL ${name} = ${safe}`);
      return [{ setting: `${name} = ${value}`, meaning, action: action(name), statement }];
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
    action: 'Set it back on the target before replication is started (MySQL: sql_replica_skip_counter).',
    statement: 'SET GLOBAL sql_slave_skip_counter = 0;',
  };
}
