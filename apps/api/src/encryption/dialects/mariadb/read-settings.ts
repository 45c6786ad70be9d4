import type { EncryptionPart, EncryptionStuck } from '@cutover/contracts';
import type { ToldEncryption } from '../../encryption-dialect.js';
import type { VariableRow } from './statements.js';

/** What the settings of a server say. */
export interface ToldSettings extends Pick<ToldEncryption, 'parts' | 'keys' | 'standstill' | 'requiresTls'> {
  encryptsTables: boolean;
}

type Values = ReadonlyMap<string, string>;

/** A part that one variable decides on. */
interface PartRule {
  part: string;
  label: string;
  variable: string;
  /** The variable can be set while the server runs. */
  isDynamic: boolean;
  hint: string | null;
}

const rules: readonly PartRule[] = [
  {
    ...{ part: 'new-tables', label: 'InnoDB tables', variable: 'innodb_encrypt_tables', isDynamic: true },
    hint: 'What the setting has reached so far stands in the list of tablespaces',
  },
  {
    ...{ part: 'redo-log', label: 'Redo log', variable: 'innodb_encrypt_log', isDynamic: false, hint: null },
  },
  {
    ...{ part: 'binlog', label: 'Binary log and relay log', variable: 'encrypt_binlog', isDynamic: false },
    hint: 'Files written before it was turned on stay as they are',
  },
  {
    ...{ part: 'temporary-files', label: 'Temporary files', variable: 'encrypt_tmp_files', isDynamic: false },
    hint: null,
  },
  {
    ...{ part: 'disk-temporary-tables', label: 'Temporary tables on disk', variable: 'encrypt_tmp_disk_tables' },
    ...{
      isDynamic: true,
      hint: 'A table that a session makes with CREATE TEMPORARY TABLE … ENGINE=MyISAM stays plain until the session ends',
    },
  },
  {
    ...{ part: 'innodb-temporary-tables', label: 'Temporary tables of InnoDB' },
    ...{ variable: 'innodb_encrypt_temporary_tables', isDynamic: false, hint: null },
  },
  {
    ...{ part: 'aria-tables', label: 'Aria tables', variable: 'aria_encrypt_tables', isDynamic: true },
    hint: 'SQL does not tell whether a table that was made before is encrypted; it is once it was rebuilt',
  },
];

/** Pure: parts, keys, and whether anything becomes encrypted by itself. `plugin` null: no key management is active. */
export function settingsOf(rows: readonly VariableRow[], plugin: string | null): ToldSettings {
  const values: Values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value]));
  const secure = values.get('require_secure_transport')?.toUpperCase();
  return {
    parts: [...rules.map((rule) => partOf(rule, values)), ariaLog, ...queryLogs(values), ...auditLog(values)],
    keys: { provider: plugin, rotation: rotationOf(values, plugin) },
    standstill: standstillOf(values, plugin),
    // Before 10.5 there is no such setting.
    requiresTls: secure === undefined ? false : secure === 'ON',
    encryptsTables: isOn(values.get('innodb_encrypt_tables')),
  };
}

const isOn = (value: string | undefined): boolean => value !== undefined && /^(on|force)$/i.test(value);

function partOf({ part, label, variable, isDynamic, hint }: PartRule, values: Values): EncryptionPart {
  const value = values.get(variable);
  const common = { part, label, isRequired: true, hint, statement: null };
  if (value === undefined)
    return { ...common, state: 'unknown', setting: null, action: null, hint: `The server does not tell ${variable}` };
  const setting = `${variable} = ${value}`;
  if (isOn(value)) return { ...common, state: 'encrypted', setting, action: null };
  const action = isDynamic
    ? 'Turn it on, also in the configuration file of this server.'
    : `Write ${variable.replaceAll('_', '-')} = ON into the configuration file of this server, and restart it.`;
  return { ...common, state: 'plain', setting, action, statement: isDynamic ? `SET GLOBAL ${variable} = ON;` : null };
}

/**
 * Aria writes changes of its transactional tables to a log that no setting encrypts. Every MariaDB has it, for tables of the server
 * itself; an Aria table of a user is named in the list of tablespaces, and blocks by itself.
 */
const ariaLog: EncryptionPart = {
  ...{ part: 'aria-log', label: 'Aria log, and Aria tables of the server itself', state: 'plain', isRequired: false },
  ...{
    setting: null,
    statement: null,
    action: 'Keep rows out of Aria tables: their changes stand plain in aria_log.*.',
  },
  hint: 'No setting encrypts the log; the answer does not depend on it, but on every Aria table outside of the database mysql',
};

/** The plugin server_audit writes statements with their values. Shown, and not required. */
function auditLog(values: Values): EncryptionPart[] {
  const logging = values.get('server_audit_logging');
  if (logging === undefined) return [];
  const common = {
    part: 'audit-log',
    label: 'Audit log',
    isRequired: false,
    hint: null,
    statement: null,
    action: null,
  };
  if (!isOn(logging)) return [{ ...common, state: 'unused', setting: `server_audit_logging = ${logging}` }];
  const output = values.get('server_audit_output_type') ?? 'unknown';
  return [
    {
      ...{
        ...common,
        state: 'plain',
        setting: `server_audit_logging = ${logging}, server_audit_output_type = ${output}`,
      },
      action: 'Turn it off where statements hold what is confidential, or put its file on an encrypted disk.',
      statement: 'SET GLOBAL server_audit_logging = OFF;',
      hint: 'No setting encrypts it; the answer does not depend on it',
    },
  ];
}

/** Statements with their values, in files that no setting encrypts. Shown, and not required: they need not be written. */
function queryLogs(values: Values): EncryptionPart[] {
  const written = ['general_log', 'slow_query_log'].filter((name) => isOn(values.get(name)));
  const common = { part: 'query-logs', label: 'General and slow query log', isRequired: false, statement: null };
  if (written.length === 0) return [{ ...common, state: 'unused', setting: null, action: null, hint: null }];
  return [
    {
      ...{ ...common, state: 'plain', setting: written.map((name) => `${name} = ON`).join(', ') },
      action: 'Turn it off where statements hold what is confidential.',
      statement: written.map((name) => `SET GLOBAL ${name} = OFF;`).join(' '),
      hint: 'No setting encrypts them; the answer does not depend on it',
    },
  ];
}

function rotationOf(values: Values, plugin: string | null): string | null {
  if (plugin === null) return null;
  if (plugin === 'file_key_management') return 'never: file_key_management has one version of each key';
  const age = values.get('innodb_encryption_rotate_key_age');
  if (age === undefined) return null;
  return age === '0' ? 'never: innodb_encryption_rotate_key_age = 0' : `innodb_encryption_rotate_key_age = ${age}`;
}

function standstillOf(values: Values, plugin: string | null): EncryptionStuck | null {
  if (plugin === null)
    return {
      cause: 'no-key',
      message: 'no key management plugin is active, so there is no key to encrypt with',
      action:
        'Load one in the configuration file of this server (plugin-load-add = file_key_management, with file-key-management-filename), and restart it.',
      statement: null,
    };
  if (!isOn(values.get('innodb_encrypt_tables')))
    return {
      cause: 'turned-off',
      message: `innodb_encrypt_tables = ${values.get('innodb_encrypt_tables') ?? 'unknown'}, so that tables are not encrypted, and encrypted ones may be decrypted`,
      action: 'Turn it on, also in the configuration file of this server.',
      statement: 'SET GLOBAL innodb_encrypt_tables = ON;',
    };
  if (values.get('innodb_encryption_threads') === '0')
    return {
      cause: 'no-threads',
      message: 'innodb_encryption_threads = 0, so that nobody encrypts what is plain',
      action: 'Give it some, also in the configuration file of this server.',
      statement: 'SET GLOBAL innodb_encryption_threads = 4;',
    };
  return null;
}
