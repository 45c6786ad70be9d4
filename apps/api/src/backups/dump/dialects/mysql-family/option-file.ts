import type { Endpoint } from '@cutover/databases';

/**
 * Environment of every client of MariaDB and MySQL that we start. Clients of MySQL read `~/.mylogin.cnf` (`mysql_config_editor`) even with
 * `--defaults-file`, and what it says counts more: a restore would go to another server than the one that was looked at. `--no-login-paths`
 * would do the same, but older clients and those of MariaDB refuse it.
 */
export const withoutLoginPath: Readonly<Record<string, string>> = {
  MYSQL_TEST_LOGIN_FILE: '/nonexistent/mylogin.cnf',
};

/** Pure: the text of an option file with which clients of MariaDB and MySQL log in. */
export function optionFile(endpoint: Endpoint, password: string, flavor: 'mariadb' | 'mysql'): string {
  const { host, port, username, tls } = endpoint;
  const options: [string, string][] = [
    ['host', host],
    ['port', String(port)],
    // Without it `localhost` is a socket, whatever the port.
    ['protocol', 'tcp'],
    ['user', username],
    ['password', password],
  ];
  if (tls?.ca !== undefined) options.push(['ssl-ca', tls.ca]);
  if (tls?.cert !== undefined) options.push(['ssl-cert', tls.cert]);
  if (tls?.key !== undefined) options.push(['ssl-key', tls.key]);
  const lines = options.map(([name, value]) => `${name} = ${quoted(value)}`);
  return ['[client]', ...lines, ...tlsLines(tls, flavor), ''].join('\n');
}

/** The defaults of clients differ by version, so each case is said. */
function tlsLines(tls: Endpoint['tls'], flavor: 'mariadb' | 'mysql'): string[] {
  if (flavor === 'mysql')
    return [`ssl-mode = ${tls === undefined ? 'DISABLED' : tls.verify ? 'VERIFY_IDENTITY' : 'REQUIRED'}`];
  if (tls === undefined) return ['skip-ssl'];
  return ['ssl', tls.verify ? 'ssl-verify-server-cert' : 'skip-ssl-verify-server-cert'];
}

/** Source: "Option file syntax" of both manuals: within quotes `\\`, `\"`, `\n`, `\r`, `\t`, `\b`, `\s` are escapes. */
function quoted(value: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
  };
  return `"${value.replace(/[\\"\n\r\t\b]/g, (character) => escapes[character] ?? character)}"`;
}
