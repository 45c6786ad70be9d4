import { roles } from '@cutover/contracts';
import { proven, type Check } from '../../evidence/check.js';

/** Our account lacks rights that a watcher needs. Not probed (null) is unknown. */
export const missingGrantCheck: Check = {
  id: 'missing-grant',
  claim: 'Our accounts have the rights that are needed',
  blocks: 'never',
  needs: 'both',
  policy: proven,
  judge: ({ connection }) => ({
    found: roles.flatMap((role) => {
      const { missingGrants, host, port } = connection[role];
      if (!missingGrants || missingGrants.length === 0) return [];
      return [
        {
          subject: role,
          outcome: 'fail' as const,
          severity: 'WARNING',
          message: `The account on the ${role} ${host}:${port} lacks ${missingGrants.length} grant${missingGrants.length === 1 ? '' : 's'}, so some figures stay unknown`,
          action: 'Give our account the rights: it is noticed by itself.',
          evidence: missingGrants.join('\n'),
          statements: missingGrants.map((sql) => ({ on: role, sql })),
        },
      ];
    }),
    rest: roles.every((role) => connection[role].missingGrants !== null) ? 'pass' : 'unknown',
    otherwise: (subject) => {
      const role = roles.find((known) => known === subject);
      // An empty list was probed and found complete; null was not probed.
      return role && connection[role].missingGrants ? { kind: 'pass', evidence: 'none missing' } : { kind: 'unknown' };
    },
  }),
};
