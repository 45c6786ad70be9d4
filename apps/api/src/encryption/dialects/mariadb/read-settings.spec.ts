import { settingsOf } from './read-settings.js';

const sound: Record<string, string> = {
  ...{ innodb_encrypt_tables: 'ON', innodb_encryption_threads: '2', innodb_encrypt_log: 'ON' },
  ...{ innodb_encrypt_temporary_tables: 'ON', encrypt_binlog: 'ON', encrypt_tmp_files: 'ON' },
  ...{ encrypt_tmp_disk_tables: 'ON', aria_encrypt_tables: 'ON', require_secure_transport: 'ON' },
  ...{ general_log: 'OFF', slow_query_log: 'OFF', innodb_encryption_rotate_key_age: '1' },
};
const told = (change: Record<string, string> = {}, plugin: string | null = 'file_key_management') =>
  settingsOf(
    Object.entries({ ...sound, ...change }).map(([Variable_name, Value]) => ({ Variable_name, Value })),
    plugin,
  );
const part = (name: string, change: Record<string, string>) => told(change).parts.find((each) => each.part === name);

it('finds nothing wrong where everything is on', () => {
  const { parts, standstill, requiresTls, encryptsTables } = told();
  expect(parts.filter(({ isRequired, state }) => isRequired && state !== 'encrypted')).toEqual([]);
  expect({ standstill, requiresTls, encryptsTables }).toEqual({
    standstill: null,
    requiresTls: true,
    encryptsTables: true,
  });
});

it('says of each part that is off how it is turned on, with a restart where it takes one', () => {
  expect(part('redo-log', { innodb_encrypt_log: 'OFF' })).toMatchObject({
    ...{ state: 'plain', setting: 'innodb_encrypt_log = OFF' },
    action: 'Write innodb-encrypt-log = ON into the configuration file of this server, and restart it.',
  });
  expect(part('aria-tables', { aria_encrypt_tables: 'OFF' })?.statement).toBe('SET GLOBAL aria_encrypt_tables = ON;');
  expect(part('new-tables', { innodb_encrypt_tables: 'FORCE' })?.state).toBe('encrypted');
});

it('takes a part that the server does not tell for unknown', () => {
  const { parts } = settingsOf([], 'file_key_management');
  expect(new Set(parts.filter(({ isRequired }) => isRequired).map(({ state }) => state))).toEqual(new Set(['unknown']));
});

it('shows a log of statements, on which nothing depends', () =>
  expect(part('query-logs', { slow_query_log: 'ON' })).toMatchObject({ state: 'plain', isRequired: false }));

it.each<[string, Record<string, string>, string | null, string]>([
  ['there is no key', { innodb_encryption_threads: '0' }, null, 'no-key'],
  ['it is turned off', { innodb_encrypt_tables: 'OFF' }, 'file_key_management', 'turned-off'],
  ['there are no threads', { innodb_encryption_threads: '0' }, 'file_key_management', 'no-threads'],
])('says that nothing is encrypted where %s', (_, change, plugin, cause) =>
  expect(told(change, plugin).standstill?.cause).toBe(cause),
);

it('says whether keys change', () => {
  expect(told().keys?.rotation).toContain('one version of each key');
  expect(told({}, 'aws_key_management').keys?.rotation).toBe('innodb_encryption_rotate_key_age = 1');
});
