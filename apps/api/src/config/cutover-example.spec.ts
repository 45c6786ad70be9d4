import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { configJsonSchema, everyKey } from './reading/config-shape.js';
import { isRecord } from './config-path.js';
import { parseConfig } from './reading/load-config.js';

const root = join(__dirname, '../../../..');
// The CA it names is the reader's: another certificate stands for it.
const testCa = join(__dirname, '../../test/support/ca.pem');
const example = readFileSync(join(root, 'cutover.example.yaml'), 'utf8').replaceAll('/etc/cutover/ca.pem', testCa);
const channelSecrets = { ON_CALL_SECRET: 'at-least-16-characters', MAIL_PASSWORD: 'three' };
const backupSecrets = { BACKUP_PASSWORD: 'four', RESTORE_PASSWORD: 'five', BACKUP_S3_SECRET: 'six' };
const env = { SHOP_SOURCE_PASSWORD: 'one', SHOP_TARGET_PASSWORD: 'two', ...channelSecrets, ...backupSecrets };

/** Turns the settings that are off (`#` and then no prose) on; of a key that then stands twice, the first one goes. */
function withEverySetting(text: string): string {
  const lines = text.split('\n');
  const kept = lines.filter((line, index) => {
    const next = lines[index + 1] ?? '';
    return !/^ *[A-Za-z]+: \[\]$/.test(line) || !/^ *#[A-Za-z]/.test(next);
  });
  const turnOn = (line: string): string => line.replace(/^( *)#(?=[A-Za-z]| {2,}|- )/, '$1');
  // Twice: within a setting that is off there may be another one.
  return kept.map((line) => turnOn(turnOn(line))).join('\n');
}

function keysOf(value: unknown, text = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, `${text}[]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = text === '' ? key : `${text}.${key}`;
    return [name, ...keysOf(inner, name)];
  });
}

describe('cutover.example.yaml', () => {
  it('parses as it stands, with the two passwords from the environment and a CA', () => {
    const config = parseConfig(example, 'cutover.example.yaml', env);
    expect(config.migrations[0]?.source.password).toBe('one');
    expect(config.migrations[0]?.target.password).toBe('two');
  });

  it('shows the defaults', () => {
    const least = parseConfig(
      JSON.stringify({ migrations: [(parse(example) as { migrations: unknown[] }).migrations[0]] }),
      'least.json',
      env,
    );
    expect(parseConfig(example, 'cutover.example.yaml', env)).toEqual(least);
  });

  it('documents every key of the schema and no other', () => {
    const shown = new Set(keysOf(parse(withEverySetting(example))));
    expect([...shown].sort()).toEqual([...new Set(everyKey())].sort());
  });

  it('shows settings that are off in a form that the schema accepts', () => {
    const text = withEverySetting(example).replaceAll(
      /^ *(password: \$|passwordFile:|sealKeyFile:|secretAccessKeyFile:|urlFile:|secretFile:|ca:|cert:|key:).*\n/gm,
      (line) => (line.includes('password: ') ? line : ''),
    );
    const config = parseConfig(text, 'cutover.example.yaml', env);
    expect(config.auth.users[0]?.role).toBe('operator');
    expect(config.alerts.channels.map(({ type }) => type)).toEqual(['webhook', 'email']);
    expect(config.migrations[0]?.tables).toEqual(['crm.customers', 'crm.invoices']);
    expect(config.backups.servers[0]).toMatchObject({ name: 'shop-db', password: 'four', databases: ['shop'] });
    expect(config.backups.storages[1]).toMatchObject({ kind: 's3', bucket: 'company-backups', secretAccessKey: 'six' });
    expect(config.migrations[1]).toMatchObject({ schemas: ['public'], source: { port: 5432, database: 'crm' } });
  });

  it('has its JSON Schema committed as it is now (else run: npm run cutover -- schema --write docs/cutover.schema.json)', () => {
    const committed: unknown = JSON.parse(readFileSync(join(root, 'docs/cutover.schema.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
});
