import { failureKind, isConnectionLoss, isRightMissing } from '../../../failure.js';
import { AnotherServer } from '../../../session/another-server.js';
import { EngineMismatch } from '../../../session/engine-mismatch.js';
import { PoolerBetween } from '../../../session/pooler-between.js';
import { UnsupportedVersion } from '../../../session/unsupported-version.js';
import { postgres } from '../postgres-engine.js';

const subject = { host: 'pg1', port: 5433, username: 'cut"over', database: 'shop', rds: false, tls: { verify: true } };
const server = (code: string, message = 'said the server', severity = 'FATAL') =>
  Object.assign(new Error(message), { code, severity });

describe('the kind of a failure', () => {
  it.each([
    ['28P01', 'login-denied'],
    ['28000', 'address-not-allowed'],
    ['3D000', 'database-missing'],
    ['53300', 'no-free-connection'],
    ['57P03', 'shutting-down'],
    ['57P01', 'connection-ended'],
    ['57014', 'time-limit-reached'],
    ['55P03', 'lock-timeout'],
    ['42501', 'right-missing'],
    ['42P01', 'table-missing'],
    ['42601', 'other'],
  ])('of SQLSTATE %s is %s', (code, kind) => expect(failureKind(server(code, 'x', 'ERROR'))).toBe(kind));

  it.each([
    ['The server does not support SSL connections', 'tls-not-offered'],
    ['timeout expired', 'no-answer'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string', 'login-denied'],
    ['Connection terminated unexpectedly', 'connection-lost'],
    ['Client has encountered a connection error and is not queryable', 'connection-lost'],
    ['self-signed certificate in certificate chain', 'certificate-untrusted'],
    ["Hostname/IP does not match certificate's altnames", 'certificate-of-another-host'],
    ['certificate has expired', 'certificate-outside-validity'],
  ])('of a driver that says "%s" is %s', (message, kind) => expect(failureKind(new Error(message))).toBe(kind));

  it('is a loss where the server ended the session, a denial where a right is missing, and else neither', () => {
    expect(isConnectionLoss(server('57P01'))).toBe(true);
    expect(isConnectionLoss(server('42601', 'x', 'ERROR'))).toBe(false);
    expect(isRightMissing(server('42501', 'x', 'ERROR'))).toBe(true);
    // A code of the system of five letters is no SQLSTATE.
    expect(failureKind(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toBe('connection-lost');
  });
});

describe('a fault', () => {
  const said = (error: unknown, changes: object = {}) => postgres.explainFault(error, { ...subject, ...changes });

  it.each([
    [server('28P01'), '28P01', 'it refuses the login of "cut"over"', /username and password/],
    [server('3D000'), '3D000', 'it has no database "shop"', /database of this side/],
    [server('42501'), '42501', /^it does not let "cut"over" into/, /GRANT CONNECT ON DATABASE "shop" TO "cut""over";/],
    [server('53300'), '53300', 'it has no free connection', /pg_stat_activity/],
    [server('57P03'), '57P03', 'it is starting up or shutting down', /tried again by itself/],
    [new Error('The server does not support SSL connections'), 'TLS_REFUSED', 'it offers no TLS', /remove tls/],
    [new PoolerBetween(), 'POOLER_BETWEEN', /^a connection pooler .* answers on pg1:5433/, /server itself/],
    [new AnotherServer(), 'ANOTHER_SERVER', /connection to pg1:5433 leads to another server/, /one of them/],
    [new EngineMismatch('postgres', 'mysql', 'MySQL 9.7'), 'ENGINE_MISMATCH', /MySQL 9\.7/, /Set engine: mysql/],
    [
      new UnsupportedVersion('PostgreSQL 14.9', { what: 'a target', oldest: 'PostgreSQL 15' }),
      'VERSION_UNSUPPORTED',
      /PostgreSQL 14\.9.*too old for a target.*15 or newer/,
      /Upgrade the server/,
    ],
    [new Error('something new'), 'CONNECTION_FAILED', 'something new', /psql -h pg1 -p 5433 -U/],
  ])('of %s has code %s', (error, code, headline, action) => {
    const fault = said(error);
    expect(fault.code).toBe(code);
    expect(fault.headline).toEqual(typeof headline === 'string' ? headline : expect.stringMatching(headline));
    expect(fault.action).toMatch(action);
  });

  it('of pg_hba.conf names the role as it is quoted, and TLS only where none is configured', () => {
    const refusal = server('28000', 'no pg_hba.conf entry for host "10.0.0.1", no encryption');
    expect(said(refusal).headline).toContain('no pg_hba.conf entry');
    expect(said(refusal).action).toContain('ALTER ROLE "cut""over" LOGIN');
    expect(said(refusal).action).not.toContain('hostssl');
    expect(said(refusal, { tls: undefined }).action).toContain('hostssl');
  });
});
