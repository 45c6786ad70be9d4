import type { EncryptionPart } from '@cutover/contracts';
import type { VariableRow } from './statements.js';

/** A part that one variable decides on. All of them can be set while the server runs. */
const rules = [
  {
    ...{ part: 'new-tables', label: 'New InnoDB tables', variable: 'default_table_encryption' },
    hint: 'Tables that are there already do not change by it',
  },
  { ...{ part: 'redo-log', label: 'Redo log', variable: 'innodb_redo_log_encrypt' }, hint: null },
  { ...{ part: 'undo-log', label: 'Undo log', variable: 'innodb_undo_log_encrypt' }, hint: null },
  {
    ...{ part: 'binlog', label: 'Binary log and relay log', variable: 'binlog_encryption' },
    hint: 'Files written before it was turned on stay as they are',
  },
] as const;

/** Pure: what is encrypted beside the tablespaces, as the settings say. */
export function partsOf(rows: readonly VariableRow[]): EncryptionPart[] {
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value.toUpperCase()]));
  return [
    ...rules.map((rule) => partOf(rule, values.get(rule.variable))),
    temporaryFiles,
    queryLogs(values),
    ...auditLog(values),
  ];
}

function partOf({ part, label, variable, hint }: (typeof rules)[number], value: string | undefined): EncryptionPart {
  const common = { part, label, isRequired: true, hint, statement: null };
  if (value === undefined)
    return { ...common, state: 'unknown', setting: null, action: null, hint: `The server does not tell ${variable}` };
  const setting = `${variable} = ${value}`;
  if (value === 'ON') return { ...common, state: 'encrypted', setting, action: null };
  const action = 'Turn it on for good.';
  return { ...common, state: 'plain', setting, action, statement: `SET PERSIST ${variable} = ON;` };
}

const temporaryFiles: EncryptionPart = {
  ...{ part: 'temporary-files', label: 'Temporary files and tables', state: 'unknown', isRequired: false },
  ...{ setting: null, statement: null, action: 'Put tmpdir and innodb_temp_tablespaces_dir on an encrypted disk.' },
  hint: 'MySQL has no setting for them, and SQL does not tell what lies below; the answer does not depend on it',
};

/** Statements with their values, where the audit log of MySQL Enterprise or Percona writes a file. Shown, and not required. */
function auditLog(values: ReadonlyMap<string, string>): EncryptionPart[] {
  if (!values.has('audit_log_file')) return [];
  const common = { part: 'audit-log', label: 'Audit log', isRequired: false, statement: null, hint: null };
  if (values.get('audit_log_policy') === 'NONE')
    return [{ ...common, state: 'unused', setting: 'audit_log_policy = NONE', action: null }];
  const encryption = values.get('audit_log_encryption');
  const setting = `audit_log_encryption = ${encryption ?? 'not there'}`;
  if (encryption === 'AES') return [{ ...common, state: 'encrypted', setting, action: null }];
  return [
    {
      ...{ ...common, state: 'plain', setting, hint: 'The answer does not depend on it' },
      action: 'Set audit-log-encryption = AES where the server has it, or put its file on an encrypted disk.',
    },
  ];
}

function queryLogs(values: ReadonlyMap<string, string>): EncryptionPart {
  const written = ['general_log', 'slow_query_log'].filter((name) => values.get(name) === 'ON');
  const common = { part: 'query-logs', label: 'General and slow query log', isRequired: false, statement: null };
  if (written.length === 0) return { ...common, state: 'unused', setting: null, action: null, hint: null };
  return {
    ...{ ...common, state: 'plain', setting: written.map((name) => `${name} = ON`).join(', ') },
    action: 'Turn it off where statements hold what is confidential.',
    statement: written.map((name) => `SET GLOBAL ${name} = OFF;`).join(' '),
    hint: 'No setting encrypts them; the answer does not depend on it',
  };
}
