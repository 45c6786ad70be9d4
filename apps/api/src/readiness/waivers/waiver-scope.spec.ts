import { aWaiver } from '../../../test/support/a-waiver.js';
import { allChecks } from '../../../test/support/all-checks.js';
import {
  aScheduler,
  anEncryptedSide,
  at,
  checksum,
  checksumsOf,
  consistency,
  someEvidence,
  someProgress,
  watching,
} from '../../../test/support/some-evidence.js';
import type { ChecksumResult, ConsistencyResult, RdsInstance, Tablespace, Waiver } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { judge } from '../../judgement/judge.js';
import { foldFindings, type Answer } from '../fold.js';
import { coverOf } from './waivable.js';

const good = someEvidence({
  ...watching('shop.a'),
  checksums: checksumsOf(checksum('shop.a', 'matched')),
  consistency: [],
});
const judged = (evidence: Evidence, ...waivers: Waiver[]) =>
  judge(allChecks('mariadb'), evidence, Date.parse(at) + 1000, () => undefined, waivers);

describe('a waiver', () => {
  /** What somebody answers for now, and then more is found of the same subject. */
  const covers = (check: string, subject: string, then: Evidence, later: Evidence): [Answer, Answer] => {
    const waiver = aWaiver('w', { check, subject, ...coverOf({ check, subject }, judged(then)) });
    return [foldFindings(judged(then, waiver)), foldFindings(judged(later, waiver))];
  };

  it('of tables that were never compared covers no table that is created later', () => {
    const compared = { checksums: checksumsOf(checksum('shop.a', 'matched')) };
    const then = { ...good, ...compared, ...watching('shop.a', 'shop.b') };
    const later = { ...good, ...compared, ...watching('shop.a', 'shop.b', 'shop.c') };
    const [first, second] = covers('checksum-unverified', 'never compared', then, later);
    expect(first.answer).toBe('safe');
    expect(second).toMatchObject({ answer: 'cannot-tell', reasons: [{ tables: ['shop.b', 'shop.c'] }] });
  });

  it('of the events of the target covers no event that is created later', () => {
    const running = (...named: string[]): Evidence => ({
      ...good,
      'event-scheduler': aScheduler({ setting: 'ON', enabled: { total: named.length, named } }),
    });
    const [first, second] = covers('event-scheduler', 'target', running('shop.e1'), running('shop.e1', 'shop.e2'));
    expect(first.answer).toBe('safe');
    expect(second).toMatchObject({ answer: 'not-safe', reasons: [{ check: 'event-scheduler' }] });
  });

  it('of columns that differ, which keeps rows from being compared, covers no rows that differ later', () => {
    const counts = (...differences: ConsistencyResult['differences']): Evidence => ({
      ...good,
      checksums: checksumsOf(checksum('shop.a', 'matched')),
      consistency: [consistency('shop.a', 'diverged', { differences })],
    });
    const [first, second] = covers('consistency-diverged', 'shop.a', counts('columns'), counts('columns', 'rows'));
    expect(first.answer).toBe('safe');
    expect(second).toMatchObject({ answer: 'not-safe', reasons: [{ check: 'consistency-diverged' }] });

    const rows = (mode: ChecksumResult['mode']): Evidence => ({
      ...{ ...good, checksums: checksumsOf(checksum('shop.a', 'diverged', { mode })) },
    });
    expect(covers('checksum-diverged', 'shop.a', rows(null), rows(null))[1].answer).toBe('safe');
    expect(covers('checksum-diverged', 'shop.a', rows(null), rows('snapshot'))[1].answer).toBe('not-safe');
    expect(covers('checksum-diverged', 'shop.a', rows('snapshot'), rows('barrier'))[1].answer).toBe('safe');
  });

  it('of one difference of a definition covers no other one of the same table', () => {
    const defined = (...definitionDifferences: string[]): Evidence => ({
      ...{ ...good, checksums: checksumsOf(checksum('shop.a', 'matched', { definitionDifferences })) },
    });
    const [note, counter] = ['note has another default', 'id has lost AUTO_INCREMENT'];
    const [first, second] = covers('definition-diverged', 'shop.a', defined(note), defined(note, counter));
    expect(first.answer).toBe('safe');
    expect(second).toMatchObject({ answer: 'not-safe', reasons: [{ check: 'definition-diverged' }] });
  });

  describe('of tablespaces that wait to be encrypted', () => {
    const waits = (...names: string[]): Evidence => {
      const plain = { ...someProgress().tablespaces, plain: names.length };
      const tablespaces = names.map((name): Tablespace => ({
        ...{ name, table: name, isWatched: false, state: 'plain', sizeBytes: 1, encryptedBytes: 0 },
        ...{ keyVersion: null, latestKeyVersion: null, keyId: null, note: null, action: null },
      }));
      const target = anEncryptedSide({ progress: someProgress({ tablespaces: plain }) });
      return { ...good, encryption: { source: null, target, tablespaces } };
    };

    it('covers none that becomes plain later', () => {
      const [first, second] = covers('encryption-incomplete', 'target', waits('a', 'b'), waits('b', 'c'));
      expect(first.answer).toBe('safe');
      expect(second).toMatchObject({ answer: 'not-safe', reasons: [{ check: 'encryption-incomplete' }] });
      expect(covers('encryption-incomplete', 'target', waits('a', 'b'), waits('b'))[1].answer).toBe('safe');
    });

    it('does not cover that nobody can see any more what is encrypted', () => {
      const target = anEncryptedSide({ progress: null, reason: 'the account lacks the right to see it' });
      const unread = { ...good, encryption: { source: null, target, tablespaces: [] } };
      const [, second] = covers('encryption-incomplete', 'target', waits('a'), unread);
      expect(second).toMatchObject({ answer: 'cannot-tell', reasons: [{ check: 'encryption-incomplete' }] });
    });
  });

  describe('of a plain storage on RDS', () => {
    const onRds = (change: Partial<RdsInstance>): Evidence => ({
      ...good,
      rds: {
        source: null,
        target: {
          ...{ identifier: 'shop', region: 'eu-west-1', kind: 'instance', status: 'available', kmsKeyId: null },
          ...{ storageEncrypted: false, replicaLagSeconds: null, replicaLagAt: null, freeStorageBytes: null },
          ...{ reason: null, action: null, measuredAt: at, ...change },
        },
      },
    });
    const after = (change: Partial<RdsInstance>): Answer['answer'] =>
      covers('rds-encrypted', 'target', onRds({}), onRds(change))[1].answer;

    it('covers that AWS does not tell it any more', () => {
      expect(after({})).toBe('safe');
      expect(after({ storageEncrypted: null, reason: 'AWS is not asked' })).toBe('safe');
    });

    it('covers no key that is lost later, and no other instance', () => {
      const lost = { storageEncrypted: true, status: 'inaccessible-encryption-credentials' };
      expect(after(lost)).toBe('not-safe');
      expect(after({ identifier: 'other' })).toBe('not-safe');
    });
  });
});
