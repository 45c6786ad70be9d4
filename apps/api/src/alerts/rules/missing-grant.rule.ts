import { roles } from '@cutover/contracts';
import { proven, type AlertRule } from '../alert-rule.js';

/** Our account lacks rights that a watcher needs. Not probed (null) is unknown. */
export const missingGrantRule: AlertRule = {
  type: 'missing_grant',
  policy: proven,
  judge: ({ connection }) => ({
    findings: roles.flatMap((role) => {
      const { missingGrants, host, port } = connection[role];
      if (!missingGrants || missingGrants.length === 0) return [];
      return [
        {
          subject: role,
          severity: 'WARNING',
          message: `The account on the ${role} ${host}:${port} lacks ${missingGrants.length} grant${missingGrants.length === 1 ? '' : 's'}, so some figures stay unknown`,
          action: `Run on the ${role}: ${missingGrants.map((grant) => grant.replace(/;?\s*$/, ';')).join(' ')}`,
          evidence: missingGrants.join('\n'),
        },
      ];
    }),
    otherwise: (subject) => {
      const role = roles.find((known) => known === subject);
      // An empty list was probed and found complete; null was not probed.
      return role && connection[role].missingGrants ? { kind: 'good', evidence: 'none missing' } : { kind: 'unknown' };
    },
  }),
};
