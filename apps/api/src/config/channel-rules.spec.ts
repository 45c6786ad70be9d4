import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { parseConfig } from './reading/load-config.js';

const side = { host: 'a', username: 'u', password: 'p' };
const migrations = [{ name: 'shop', source: side, target: { ...side, host: 'b' }, databases: ['shop'] }];
const url = 'https://hooks.example.com/s3cr3t';
const secret = 'sixteen-characters';
const smtp = { host: 'mail.example.com' };
const mail = { type: 'email', smtp, from: 'a@example.com', to: ['b@example.com'] };

function load(channel: object, file = 'cutover.json') {
  return parseConfig(JSON.stringify({ migrations, alerts: { channels: [{ name: 'c', ...channel }] } }), file, {});
}

function faults(channel: object, file?: string): readonly string[] {
  try {
    load(channel, file);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

it.each<[string, object, string]>([
  [
    'a webhook without a secret',
    { type: 'webhook', url },
    'secret: is missing: set secret (best as ${VARIABLE}) or secretFile',
  ],
  [
    'a secret that is short',
    { type: 'webhook', url, secret: 'short' },
    'secret: must have at least 16 characters; print one with: openssl rand -hex 32',
  ],
  ['an address that is none', { type: 'slack', url: 'hooks' }, 'url: must be a URL such as https://host.example'],
  ['another scheme', { type: 'slack', url: 'file:///etc/passwd' }, 'url: must be a URL such as https://host.example'],
  [
    'a login in the address',
    { type: 'slack', url: 'https://u:p@a.example' },
    'url: must not hold a user and password; a webhook is signed with secret instead',
  ],
  ['both url and urlFile', { type: 'slack', url, urlFile: '/nowhere' }, 'urlFile: give url or urlFile, not both'],
  ['a key of another type', { type: 'slack', url, secret }, 'secret: is no key of type slack: remove it'],
  ['mail without a server', { ...mail, smtp: undefined }, 'smtp: is missing: type email needs it'],
  [
    'two addresses in one',
    { ...mail, from: 'a@example.com, b@example.com' },
    'from: must be one plain mail address, such as dba@example.com',
  ],
  [
    'a login without a password',
    { ...mail, smtp: { ...smtp, username: 'u' } },
    'smtp.password: is missing: set password (best as ${VARIABLE}) or passwordFile',
  ],
  [
    'a password that everybody can read',
    { ...mail, smtp: { ...smtp, tls: 'none', username: 'u', password: 'p' } },
    'smtp.tls: none would send the password readable: use starttls or implicit',
  ],
  [
    'a migration that there is not',
    { type: 'slack', url, migrations: ['shpo'] },
    'migrations[0]: there is no such migration; configured: shop',
  ],
  [
    'a time zone that there is not',
    { type: 'slack', url, quietHours: { from: '22:00', to: '06:00', timeZone: 'Mars' } },
    'quietHours.timeZone: must be a time zone such as Europe/Berlin or UTC',
  ],
])('refuses %s', (_, channel, fault) => {
  const said = faults(channel);
  expect(said).toContain(`alerts.channels[0].${fault}`);
  expect(said.join()).not.toContain('s3cr3t');
});

it('takes address, secret and password from files, and never quotes one that cannot serve', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-channels-'));
  try {
    const file = join(folder, 'cutover.json');
    for (const [name, text] of [
      ['url', url],
      ['secret', secret],
      ['bad', 's3cr3t'],
    ] as const)
      writeFileSync(join(folder, name), `${text}\n`);
    const { alerts } = load({ type: 'webhook', urlFile: 'url', secretFile: 'secret' }, file);
    expect(alerts.channels[0]).toMatchObject({ url, secret, minSeverity: 'WARNING', repeatMinutes: 240 });
    expect(faults({ type: 'webhook', urlFile: 'bad', secretFile: 'bad' }, file)).toEqual([
      'alerts.channels[0].urlFile: bad must be a URL that begins with https:// or http://',
      'alerts.channels[0].secretFile: bad must have at least 16 characters; print one with: openssl rand -hex 32',
    ]);
    const login = load({ ...mail, smtp: { ...smtp, username: 'u', passwordFile: 'secret' } }, file);
    expect(login.alerts.channels[0]?.smtp?.password).toBe(secret);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
