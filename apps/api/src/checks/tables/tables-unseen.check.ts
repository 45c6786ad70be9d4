import { proven, type Check } from '../../evidence/check.js';

/**
 * Our account might not see every table of what is watched: the tables that it sees may all be equal while others differ.
 * No alert: that a GRANT is missing has one (missing-grant).
 */
export const tablesUnseenCheck: Check = {
  id: 'tables-unseen',
  claim: 'Our accounts see every table of what is watched',
  blocks: 'unless-passed',
  needs: 'nothing',
  policy: proven,
  judge: ({ tables: catalog }) => ({
    found: (catalog?.unseen ?? []).map(({ role, name, grant }) => ({
      subject: `${role} ${name}`,
      outcome: 'unknown',
      severity: 'INFO',
      message: `The account on the ${role} might not see all of ${name}, so what it does not see is not compared`,
      action: 'Give our account the right, or name single tables in tables of the configuration.',
      evidence: catalog?.discoveredAt ?? '',
      statements: [{ on: role, sql: grant }],
    })),
    rest: catalog === null ? 'unknown' : 'pass',
    otherwise: () => ({ kind: 'unknown' }),
  }),
};
