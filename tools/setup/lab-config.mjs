// A Cutover configuration for the lab's pair, as a user would write it for their own servers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `cutover.json` and the password files into `folder` (readable by the owner only).
 * @returns the path of the configuration.
 */
export function writeLabConfig(folder, endpoints, { port, monitoring = {}, ...rest } = {}) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const side = (role) => {
    const { host, port: serverPort, user, password, tls } = endpoints[role];
    const passwordFile = join(folder, `${role}.password`);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    return { host, port: serverPort, username: user, passwordFile, tls };
  };
  const config = {
    server: { host: '127.0.0.1', port },
    monitoring,
    store: { url: `sqlite:${join(folder, 'cutover.sqlite')}` },
    migrations: [
      {
        name: 'shop',
        engine: 'mariadb',
        source: side('source'),
        target: side('target'),
        databases: [endpoints.source.database],
      },
    ],
    ...rest,
  };
  const path = join(folder, 'cutover.json');
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
