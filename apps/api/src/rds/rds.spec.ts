import type { RdsInstance } from '@cutover/contracts';
import { at, someEvidence } from '../../test/support/some-evidence.js';
import { explainAws } from './explain-aws.js';
import { rdsEncryptedCheck } from './rds-encrypted.check.js';
import { rdsNameOf } from './rds-name.js';

describe('the name of an instance', () => {
  it.each([
    ['shop.c9akciq32.eu-central-1.rds.amazonaws.com', ['shop', 'eu-central-1', 'instance']],
    ['Shop-1.c9akciq32.us-gov-west-1.rds.amazonaws.com.', ['Shop-1', 'us-gov-west-1', 'instance']],
    ['a.cluster-c9akciq32.cn-north-1.rds.amazonaws.com.cn', ['a', 'cn-north-1', 'cluster']],
    ['a.cluster-ro-c9akciq32.eu-west-1.rds.amazonaws.com', ['a', 'eu-west-1', 'cluster']],
    ['db.example.com', null],
    ['10.0.0.7', null],
    ['shop.c9.eu-central-1.rds.amazonaws.com.evil.example', null],
  ])('of %s', (host, expected) => {
    const name = rdsNameOf({ host });
    expect(name && [name.identifier, name.region, name.kind]).toEqual(expected);
  });

  it('is that of the configuration where one is given', () =>
    expect(rdsNameOf({ host: 'db', rdsInstance: { identifier: 'shop', region: 'eu-west-1' } })).toEqual({
      ...{ identifier: 'shop', region: 'eu-west-1', kind: 'instance' },
    }));
});

describe('errors of AWS', () => {
  const name = { identifier: 'shop', region: 'eu-west-1', kind: 'instance' as const };
  it.each([
    ['CredentialsProviderError', /no AWS credentials/],
    ['AccessDenied', /refuses it: told so/],
    ['ExpiredTokenException', /does not accept/],
    ['DBInstanceNotFoundFault', /no instance shop in eu-west-1/],
    ['ThrottlingException', /less often/],
    ['RequestTimeTooSkewed', /clock of this machine/],
    ['TimeoutError', /did not answer: told so/],
  ])('%s is said in plain words, with what to do', (kind, reason) => {
    const said = explainAws(Object.assign(new Error('told so'), { name: kind }), name);
    expect(said.reason).toMatch(reason);
    expect(said.action).toMatch(/\w.*\.$/);
  });
});

describe('rds-encrypted', () => {
  const side = (change: Partial<RdsInstance>): RdsInstance => ({
    ...{ identifier: 'shop', region: 'eu-west-1', kind: 'instance', status: 'available', storageEncrypted: true },
    ...{
      kmsKeyId: 'key',
      replicaLagSeconds: null,
      replicaLagAt: null,
      freeStorageBytes: null,
      reason: null,
      action: null,
      measuredAt: at,
    },
    ...change,
  });
  const judge = (target: RdsInstance | null) =>
    rdsEncryptedCheck.judge(someEvidence({ rds: { source: side({ storageEncrypted: false }), target } }), 0);

  it('passes where AWS says so; a plain source is what it is', () => {
    expect(judge(side({}))).toMatchObject({ found: [], rest: 'pass' });
    expect(judge(side({})).notApplicable).toBeUndefined();
  });

  it('says nothing of a target that is not on RDS, and does not call it encrypted', () => {
    const none = rdsEncryptedCheck.judge(someEvidence({ rds: 'none' }), 0);
    for (const reading of [judge(null), none]) expect(reading.notApplicable).toContain('not on Amazon RDS');
  });

  it('fails on a plain target, and on one that lost its key', () => {
    expect(judge(side({ storageEncrypted: false })).found[0]).toMatchObject({ outcome: 'fail', severity: 'CRITICAL' });
    expect(judge(side({ status: 'inaccessible-encryption-credentials' })).found[0]?.message).toContain('lost its key');
  });

  it('never takes unknown for good', () => {
    const [found] = judge(side({ storageEncrypted: null, reason: 'AWS is not asked', action: 'Set it.' })).found;
    expect(found).toMatchObject({ outcome: 'unknown', action: 'Set it.' });
    expect(found?.message).toContain('AWS is not asked');
    expect(rdsEncryptedCheck.judge(someEvidence({ rds: null }), 0).rest).toBe('unknown');
  });
});
