import { proven, type Check } from '../../evidence/check.js';

/**
 * An entry of the configuration matches nothing on either side: what was meant by it is not looked at. No alert: it is said
 * before the first look, by check-config, and stays until the file is corrected. A single table has a check of its own
 * (table-missing).
 */
export const selectionUnmatchedCheck: Check = {
  id: 'selection-unmatched',
  claim: 'Every database and pattern of the configuration matches something',
  blocks: 'unless-passed',
  needs: 'nothing',
  policy: proven,
  judge: ({ tables: catalog }) => ({
    found: (catalog?.unmatched ?? [])
      .filter(({ key }) => key !== 'tables')
      .map(({ fault, action }) => ({
        subject: fault.slice(0, 255),
        outcome: 'unknown',
        severity: 'INFO',
        message: `The configuration names what is not there: ${fault}`,
        action: `In the configuration, ${action}.`,
        evidence: catalog?.discoveredAt ?? '',
      })),
    rest: catalog === null ? 'unknown' : 'pass',
    otherwise: () => ({ kind: 'unknown' }),
  }),
};
