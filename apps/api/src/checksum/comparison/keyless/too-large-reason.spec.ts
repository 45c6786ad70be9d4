import { tooLargeReason } from './too-large-reason.js';

const table = {
  table: 'shop.log',
  rows: 1_200_000_000n,
  bytes: 96n * 2n ** 30n,
  limitMs: 300_000,
  lockingEngine: null,
};

describe('tooLargeReason', () => {
  it('names rows, bytes, the time that a scan would take, and what to do', () => {
    expect(tooLargeReason({ ...table, expectedMs: 2_400_000 })).toBe(
      'Too large without a key (about 1200000000 rows, 96.0 GiB): a scan would take about 40 min, and a snapshot is held for ' +
        '5 min at most (monitoring.tableTimeoutSeconds). Add a primary key to it, then it is compared in ranges; or verify it ' +
        'alone at a quiet time, with monitoring.tableTimeoutSeconds: 4800 in the configuration: ' +
        "npm run cutover -- verify --table 'shop.log'",
    );
  });

  it('says what is known of a scan that was ended, and of a server that does not tell its bytes', () => {
    const reason = tooLargeReason({ ...table, bytes: null, limitMs: 2_000, expectedMs: null });
    expect(reason).toMatch(
      /^Too large without a key \(about 1200000000 rows\): a scan takes over 2 s, .* for 2 s at most/,
    );
    expect(tooLargeReason({ ...table, expectedMs: Infinity })).toContain('a scan takes over 5 min');
  });

  it('says of a table that is locked while it is read who waits for it, and what to do', () => {
    const reason = tooLargeReason({ ...table, limitMs: 5_000, expectedMs: 40_000, lockingEngine: 'MyISAM' });
    expect(reason).toMatch(
      /a scan would take about 40 s, and writers of a table of the engine MyISAM wait .* for 5 s at most\. Add a primary key.*engine with snapshots.*verify --table 'shop\.log'$/,
    );
    expect(reason).not.toContain('tableTimeoutSeconds');
  });
});
