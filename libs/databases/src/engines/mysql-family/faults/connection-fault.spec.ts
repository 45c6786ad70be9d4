import { UnusableFile } from '../../../session/credentials.js';
import { EngineMismatch } from '../../../session/engine-mismatch.js';
import { mysqlFamilyEngine } from '../mysql-family-engine.js';

const faultOf = mysqlFamilyEngine('mariadb').explainFault;
import { isConnectionLoss, isRightMissing } from '../../../failure.js';

const subject = {
  host: 'db1',
  port: 3307,
  username: 'cutover',
  password: 'hunter2',
  rds: false,
  tls: { verify: true },
};
const server = (errno: number, code: string, sqlMessage = 'said the server') =>
  Object.assign(new Error(sqlMessage), { errno, code, sqlState: 'HY000', sqlMessage });
const socket = (code: string, message = `connect ${code}`) => Object.assign(new Error(message), { code, errno: -111 });

describe('a fault', () => {
  it.each([
    [socket('ECONNREFUSED'), 'ECONNREFUSED', /bind-address/, 'nothing listens on db1:3307'],
    [socket('ETIMEDOUT'), 'ETIMEDOUT', /firewall/, 'db1:3307 did not answer in time'],
    [socket('ENOTFOUND'), 'ENOTFOUND', /DNS/, 'the name db1 does not resolve'],
    [socket('EHOSTUNREACH'), 'EHOSTUNREACH', /VPN/, 'there is no route to db1'],
    [
      server(1045, 'ER_ACCESS_DENIED_ERROR'),
      'ER_ACCESS_DENIED_ERROR',
      /username and password of "cutover"/,
      'it refuses the login of "cutover" (Access denied)',
    ],
    [server(1251, 'ER_NOT_SUPPORTED_AUTH_MODE'), 'ER_NOT_SUPPORTED_AUTH_MODE', /plugin/, 'said the server'],
    [
      server(1130, 'ER_HOST_NOT_PRIVILEGED'),
      'ER_HOST_NOT_PRIVILEGED',
      /for the address of this machine/,
      "it does not accept this machine's address",
    ],
    [
      server(1129, 'ER_HOST_IS_BLOCKED'),
      'ER_HOST_IS_BLOCKED',
      /FLUSH LOCAL HOSTS/,
      'it blocked this machine after many failed connects',
    ],
    [
      server(4151, 'ER_ACCOUNT_HAS_BEEN_LOCKED'),
      'ER_ACCOUNT_HAS_BEEN_LOCKED',
      /SET SESSION sql_log_bin = 0; ALTER USER 'cutover'@'…' ACCOUNT UNLOCK;/,
      'the account "cutover" is locked',
    ],
    [server(1040, 'ER_CON_COUNT_ERROR'), 'ER_CON_COUNT_ERROR', /max_connections/, 'it has no free connection'],
    [server(1053, 'ER_SERVER_SHUTDOWN'), 'ER_SERVER_SHUTDOWN', /tried again/, 'it is shutting down'],
    [server(3159, 'ER_SECURE_TRANSPORT_REQUIRED'), 'TLS_REQUIRED', /Add tls/, 'it accepts TLS only'],
    [socket('HANDSHAKE_NO_SSL_SUPPORT'), 'TLS_REFUSED', /Turn TLS on/, 'it offers no TLS'],
    [
      socket('HANDSHAKE_SSL_ERROR', 'self-signed certificate in certificate chain'),
      'TLS_REFUSED',
      /tls\.ca/,
      'its certificate is not signed by a trusted CA',
    ],
    [
      socket('HANDSHAKE_SSL_ERROR', "IP: 10.0.0.1 is not in the cert's altnames"),
      'TLS_REFUSED',
      /host name that stands in it/,
      'its certificate was not issued for "db1"',
    ],
    [
      socket('HANDSHAKE_SSL_ERROR', 'certificate has expired'),
      'TLS_REFUSED',
      /Renew/,
      'its certificate is outside its validity',
    ],
    [socket('HANDSHAKE_SSL_ERROR', 'wrong version number'), 'TLS_REFUSED', /TLS 1\.2/, 'TLS could not be agreed'],
    [
      socket('PROTOCOL_CONNECTION_LOST'),
      'PROTOCOL_CONNECTION_LOST',
      /restarted/,
      'the connection to db1:3307 was lost',
    ],
    [
      new UnusableFile('PASSWORD_FILE_UNREADABLE', '/run/pw', {}),
      'PASSWORD_FILE_UNREADABLE',
      /\/run\/pw/,
      'its password file /run/pw cannot be read',
    ],
    [
      new UnusableFile('TLS_FILE_INVALID', '/etc/ca.pem', { message: 'the TLS file /etc/ca.pem holds no certificate' }),
      'TLS_FILE_INVALID',
      /tls\.ca/,
      'the TLS file /etc/ca.pem holds no certificate',
    ],
    [
      new EngineMismatch('mysql', 'mariadb', '10.11.6-MariaDB'),
      'ENGINE_MISMATCH',
      /^Set engine: mariadb for this migration/,
      'engine is mysql in the configuration, and this server is 10.11.6-MariaDB',
    ],
    [new Error('something new'), 'CONNECTION_FAILED', /by hand/, 'something new'],
    ['not even an error', 'CONNECTION_FAILED', /by hand/, 'not even an error'],
  ])('of %s has code %s, and says what to do and what happened', (error, code, action, headline) => {
    const fault = faultOf(error, subject);
    expect(fault).toMatchObject({ code, headline, action: expect.stringMatching(action) });
    expect(fault.message).not.toBe('');
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });

  it('says of a refused login without tls that the account may require it', () => {
    const { headline, action } = faultOf(server(1045, 'ER_ACCESS_DENIED_ERROR'), { ...subject, tls: undefined });
    expect(headline).toContain('requires TLS');
    expect(action).toMatch(/REQUIRE SSL\), add tls/);
    expect(faultOf(server(1045, 'ER_ACCESS_DENIED_ERROR'), subject).action).not.toContain('TLS');
  });

  it('finds the message inside an aggregate of addresses', () => {
    const error = Object.assign(new AggregateError([socket('ECONNREFUSED')]), { code: 'ECONNREFUSED' });
    expect(faultOf(error, subject)).toMatchObject({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
  });
});

it('tells a lost connection from a wrong statement', () => {
  expect(isConnectionLoss(socket('ECONNRESET'))).toBe(true);
  expect(isConnectionLoss(server(1927, 'ER_CONNECTION_KILLED'))).toBe(true);
  expect(isConnectionLoss(server(1064, 'ER_PARSE_ERROR'))).toBe(false);
  expect(isRightMissing(server(1227, 'ER_SPECIFIC_ACCESS_DENIED_ERROR'))).toBe(true);
  expect(isRightMissing(server(1146, 'ER_NO_SUCH_TABLE'))).toBe(false);
});
