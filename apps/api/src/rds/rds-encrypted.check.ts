import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';

/** An instance whose key is disabled or gone says so by this status, and is stopped within days. */
const keyLost = /inaccessible-encryption/;

/** RDS encrypts the whole storage underneath the database, where no SQL can see it: only AWS tells. */
export const rdsEncryptedCheck: Check = {
  id: 'rds-encrypted',
  claim: 'The storage of a target on Amazon RDS is encrypted',
  blocks: 'unless-passed',
  needs: 'nothing',
  policy: proven,
  judge: ({ rds }): CheckReading => {
    if (rds === null) return nothingKnown;
    const target = rds === 'none' ? null : rds.target;
    if (target === null) return { ...passes('no target on RDS'), notApplicable: 'The target is not on Amazon RDS' };
    const { identifier, storageEncrypted, status, reason, action, measuredAt } = target;
    const named = identifier === null ? 'The target' : `The target ${identifier}`;
    // By cause and by instance: who answers for a plain storage does not answer for a key that is lost later.
    const of = { subject: 'target', items: [`storage of ${identifier ?? 'the target'}`], evidence: measuredAt };
    if (storageEncrypted === null) {
      const message = `Whether the storage of the target is encrypted is unknown: ${reason ?? 'AWS did not say it'}`;
      return {
        found: [
          {
            ...of,
            outcome: 'unknown',
            severity: 'INFO',
            message,
            action: action ?? 'It is asked again within a minute.',
          },
        ],
        ...{ rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) },
      };
    }
    if (!storageEncrypted)
      return failed({
        ...{ ...of, message: `${named} is not encrypted: StorageEncrypted is false` },
        action:
          'RDS encrypts no instance in place: copy a snapshot with a KMS key, restore it as the target, and let it replicate (docs/rds.md).',
      });
    if (keyLost.test(status ?? ''))
      return failed({
        ...of,
        items: [`key of ${identifier ?? 'the target'}`],
        message: `${named} has lost its key: its status is ${status}`,
        action: 'Enable the KMS key again, or give RDS its grant back, before RDS stops the instance.',
      });
    return passes(measuredAt);
  },
};

function passes(evidence: string): CheckReading {
  return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence }) };
}

function failed(told: Pick<Found, 'subject' | 'items' | 'evidence' | 'message' | 'action'>): CheckReading {
  return {
    found: [{ ...told, outcome: 'fail', severity: 'CRITICAL' }],
    ...{ rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) },
  };
}
