import type { EncryptionSide, Tablespace } from '@cutover/contracts';
import {
  anEncryptedSide,
  aLag,
  at,
  channel,
  server,
  someEvidence,
  someProgress,
} from '../../../test/support/some-evidence.js';
import type { Check } from '../../evidence/check.js';
import { encryptionIncompleteCheck } from './encryption-incomplete.check.js';
import { encryptionStuckCheck } from './encryption-stuck.check.js';
import { plainLogsCheck } from './plain-logs.check.js';
import { plainTransitCheck } from './plain-transit.check.js';

const nowMs = Date.parse(at);
const counts = { done: 1, rekeying: 0, rotating: 0, plain: 0, never: 0, unknown: 0 };
const judge = (check: Check, change: Partial<EncryptionSide> | null, tablespaces: Tablespace[] = []) => {
  const target = change && anEncryptedSide(change);
  return check.judge(someEvidence({ encryption: { source: null, target, tablespaces } }), nowMs);
};
const said = (...args: Parameters<typeof judge>) =>
  judge(...args).found.map(({ outcome, severity, subject }) => `${outcome} ${severity} ${subject}`);
const never = (name: string): Tablespace => ({
  ...{ name, table: `shop.${name}`, isWatched: true, state: 'never', sizeBytes: 1, encryptedBytes: 0 },
  ...{ keyVersion: null, latestKeyVersion: null, keyId: null },
  ...{ note: 'ENCRYPTED=NO: no thread takes it up', action: `ALTER TABLE ${name} ENCRYPTED=YES;` },
});

describe('encryption-incomplete', () => {
  it('passes where everything is encrypted', () => {
    expect(judge(encryptionIncompleteCheck, {})).toMatchObject({ found: [], rest: 'pass' });
    expect(encryptionIncompleteCheck.blocks).toBe('unless-passed');
  });

  it('says how far it is, and makes no alert of what goes on by itself', () => {
    const progress = someProgress({
      ...{ totalBytes: 3_200_000_000, encryptedBytes: 390_000_000, secondsLeft: 5_400 },
      tablespaces: { ...counts, plain: 13, rotating: 1 },
    });
    const [found] = judge(encryptionIncompleteCheck, { progress }).found;
    expect(found).toMatchObject({ outcome: 'fail', severity: 'INFO', action: 'Wait: it goes on by itself.' });
    expect(found?.message).toBe(
      'Encryption of the target: 12 % of 3.2 GB done; 14 tablespaces not encrypted yet, about 90 min left',
    );
  });

  it('names the first of those that wait, and of those that SQL does not tell of', () => {
    const plain = ['a', 'b', 'c', 'd'].map((name): Tablespace => ({ ...never(name), state: 'plain' }));
    const progress = someProgress({ tablespaces: { ...counts, plain: 4, unknown: 1 } });
    const { found } = judge(encryptionIncompleteCheck, { progress }, [
      ...plain,
      { ...never('aria'), state: 'unknown' },
    ]);
    expect(found[0]?.message).toContain('4 tablespaces not encrypted yet (shop.a, shop.b, shop.c and 1 more)');
    expect(found[1]?.message).toBe(
      'Whether 1 tablespace of the target is encrypted is not to be seen by SQL (shop.aria)',
    );
  });

  it('names what stays plain one by one, and the rest by number', () => {
    const tablespaces = Array.from({ length: 12 }, (_, i) => never(`t${i}`));
    const progress = someProgress({ tablespaces: { ...counts, never: 12 } });
    const { found } = judge(encryptionIncompleteCheck, { progress }, tablespaces);
    expect(found).toHaveLength(11);
    expect(found[0]).toMatchObject({ severity: 'WARNING', subject: 'shop.t0', tables: ['shop.t0'] });
    expect(found[0]?.statements).toEqual([{ on: 'target', sql: 'ALTER TABLE t0 ENCRYPTED=YES;' }]);
    expect(found[10]?.message).toBe('2 tablespaces more stay plain on the target');
  });

  it('fails for a part that is off, and is unknown for one that is not told; what is only shown counts not', () => {
    const part = {
      part: 'redo-log',
      label: 'Redo log',
      setting: 'innodb_encrypt_log = OFF',
      action: 'Turn it on.',
      statement: 'ON;',
      hint: null,
    };
    const parts = (state: 'plain' | 'unknown', isRequired = true) => ({ parts: [{ ...part, state, isRequired }] });
    expect(said(encryptionIncompleteCheck, parts('plain'))).toEqual(['fail WARNING redo-log']);
    expect(judge(encryptionIncompleteCheck, parts('plain')).found).toMatchObject([
      { action: 'Turn it on.', statements: [{ on: 'target', sql: 'ON;' }] },
    ]);
    expect(said(encryptionIncompleteCheck, parts('unknown'))).toEqual(['unknown INFO redo-log']);
    expect(said(encryptionIncompleteCheck, parts('plain', false))).toEqual([]);
  });

  it('never takes unknown for good, and says the GRANT', () => {
    expect(judge(encryptionIncompleteCheck, null)).toMatchObject({ found: [], rest: 'unknown' });
    const unread = { progress: null, reason: 'the account lacks the right to see it', grants: ['GRANT PROCESS …'] };
    const reading = judge(encryptionIncompleteCheck, unread);
    expect(reading.found).toMatchObject([
      { outcome: 'unknown', statements: [{ on: 'target', sql: 'GRANT PROCESS …' }] },
    ]);
    expect(reading.otherwise('shop.a').kind).toBe('unknown');
    const unseen = someProgress({ tablespaces: { ...counts, unknown: 1 } });
    expect(said(encryptionIncompleteCheck, { progress: unseen })).toEqual([
      'unknown INFO tables of other storage engines',
    ]);
  });

  it('leaves the storage of a target on RDS to the check that asks AWS', () => {
    const onRds = { progress: null, basis: 'not-from-sql', logs: null, reason: 'RDS' } as const;
    expect(judge(encryptionIncompleteCheck, onRds)).toMatchObject({ found: [], rest: 'pass' });
    expect(judge(encryptionStuckCheck, onRds)).toMatchObject({ found: [], rest: 'unknown' });
    expect(judge(plainLogsCheck, onRds)).toMatchObject({ found: [], rest: 'pass' });
  });
});

describe('a server whose engine encrypts nothing', () => {
  const onDisk = { progress: null, basis: 'disk', logs: null, reason: 'PostgreSQL encrypts nothing' } as const;

  it('is never taken for encrypted: somebody must answer for its disk', () => {
    const reading = judge(encryptionIncompleteCheck, onDisk);
    expect(reading).toMatchObject({ rest: 'unknown', found: [{ subject: 'target', outcome: 'unknown' }] });
    expect(reading.found[0]?.action).toContain('waive this finding');
    expect(reading.otherwise('target').kind).toBe('unknown');
  });

  it('asks for it by the name of the server, so that who answered for one has not answered for another', () => {
    const [found] = judge(encryptionIncompleteCheck, { ...onDisk, server: 'pg-new:5432 (server 7)' }).found;
    expect(found?.message).toContain('the disk of the target pg-new:5432 (server 7)');
    // A waiver covers the items that it was given for, and no others: see covering-waiver.spec.ts.
    expect(found?.items).toEqual(['pg-new:5432 (server 7)']);
  });
});

describe('encryption-stuck', () => {
  it('warns with the reason, and blocks nothing by itself', () => {
    const said = { message: 'nobody works', action: 'Start threads.', statement: 'START;' };
    const stuck = { cause: 'no-threads' as const, ...said };
    const progress = someProgress({ stuck, tablespaces: { ...counts, plain: 2 } });
    const [found] = judge(encryptionStuckCheck, { progress }).found;
    expect(found).toMatchObject({ severity: 'WARNING', action: 'On the target: start threads.' });
    expect(found?.statements).toEqual([{ on: 'target', sql: 'START;' }]);
    expect(found?.message).toBe('Encryption of the target stands still with 2 tablespaces plain: nobody works');
    expect(encryptionStuckCheck.blocks).toBe('never');
  });

  it('passes while it goes on, and is unknown where nothing is known', () => {
    expect(judge(encryptionStuckCheck, {})).toMatchObject({ found: [], rest: 'pass' });
    expect(judge(encryptionStuckCheck, { progress: null }).rest).toBe('unknown');
  });
});

describe('plain-logs', () => {
  const logs = {
    total: 5,
    encrypted: 2,
    plain: 3,
    unknown: 0,
    plainFiles: ['b.1', 'b.2', 'b.3'],
    action: 'Purge them.',
  };

  it('fails for files that are known to be plain', () => {
    const [found] = judge(plainLogsCheck, { logs }).found;
    expect(found).toMatchObject({ outcome: 'fail', action: 'On the target: purge them.' });
    expect(found?.message).toContain(
      '3 of 5 files of the target’s binary log, which are not encrypted: b.1, b.2 and 1 more',
    );
    expect(plainLogsCheck.blocks).toBe('unless-passed');
  });

  it('is unknown for files that were not read', () => {
    expect(judge(plainLogsCheck, { logs: null, logsReason: 'no right' })).toMatchObject({ rest: 'unknown' });
    expect(said(plainLogsCheck, { logs: null, logsReason: 'no right' })).toEqual(['unknown INFO unread files']);
    expect(said(plainLogsCheck, { logs: { ...logs, plain: 0, encrypted: 4, unknown: 1 } })).toEqual([
      'unknown INFO unread files',
    ]);
    expect(judge(plainLogsCheck, {})).toMatchObject({ found: [], rest: 'pass' });
  });
});

describe('plain-transit', () => {
  const onTheWay = (change: Parameters<typeof someEvidence>[0]) => plainTransitCheck.judge(someEvidence(change), nowMs);

  it('passes where our sessions and all channels are encrypted', () =>
    expect(onTheWay({})).toMatchObject({ found: [], rest: 'pass' }));

  it('names a session and a channel in the clear, and a channel that does not tell', () => {
    const connection = { source: server({ tlsCipher: null }), target: server(), sameServer: false };
    const lag = aLag({ channels: [channel({ tls: false }), channel({ name: 'b', tls: null })] });
    expect(onTheWay({ connection, lag }).found.map(({ outcome, subject }) => `${outcome} ${subject}`)).toEqual([
      ...['fail source', 'fail default channel', 'unknown channel b'],
    ]);
  });

  it('says of a subscription how its connection is made an encrypted one', () => {
    const of = channel({ name: 'sub', tls: false, subscription: {} as never });
    const [found] = onTheWay({ lag: aLag({ channels: [of] }) }).found;
    expect(found).toMatchObject({ subject: 'subscription sub', outcome: 'fail' });
    expect(found?.action).toContain('sslmode=verify-full');
  });

  it('asks for replication first where nothing is connected, and for the right to see sessions where something is', () => {
    const told = (slot: object | null) => {
      const of = channel({ name: 'sub', tls: null, subscription: { slot } as never });
      const [found] = onTheWay({ lag: aLag({ channels: [of] }) }).found;
      return `${found?.outcome}: ${found?.action}`;
    };
    expect(told(null)).toMatch(/^unknown: See to replication first/);
    expect(told({ isActive: false })).toMatch(/^unknown: See to replication first/);
    expect(told({ isActive: true })).toMatch(/^unknown: .*GRANT pg_monitor/);
  });

  it('is unknown before anything was measured', () => expect(onTheWay({ lag: null }).rest).toBe('unknown'));
});
