import { parseSnapshot, shows, widenXid } from './snapshot-text.js';

const epoch = 2n ** 32n;

it('reads what a snapshot shows', () => {
  const snapshot = parseSnapshot('10:14:11,13');
  expect([9n, 10n, 11n, 12n, 13n, 14n, 15n].filter((xid) => shows(snapshot, xid))).toEqual([9n, 10n, 12n]);
  expect(shows(parseSnapshot('10:10:'), 9n)).toBe(true);
  expect(shows(parseSnapshot('10:10:'), 10n)).toBe(false);
});

it.each(['', '1:2', '1:2:a', '1:2:3,', 'a:2:'])('refuses %j', (text) =>
  expect(() => parseSnapshot(text)).toThrow('is no snapshot'),
);

describe('the 64-bit number of a transaction', () => {
  it.each<[string, number, bigint, bigint]>([
    ['in the first epoch', 900, 1000n, 900n],
    ['that began after the snapshot', 1100, 1000n, 1100n],
    ['just before the wraparound, seen just after it', 0xffff_fffe, epoch + 5n, epoch - 2n],
    ['just after the wraparound, seen just before it', 3, epoch - 1n, epoch + 3n],
    ['at the wraparound itself', 3, epoch + 3n, epoch + 3n],
    ['many epochs later', 0x8000_0000, 7n * epoch + 0x7fff_fff0n, 7n * epoch + 0x8000_0000n],
    ['as far back as a server knows', 10, 7n * epoch + 10n + 0x7fff_ffffn, 7n * epoch + 10n],
    ['in the epoch before, far back', 0xf000_0000, 7n * epoch + 0x1000_0000n, 6n * epoch + 0xf000_0000n],
  ])('%s', (_, xid, near, wide) => expect(widenXid(xid, near)).toBe(wide));

  it('keeps a transaction hidden that runs across the wraparound', () => {
    const snapshot = parseSnapshot(`${epoch - 1n}:${epoch + 6n}:${epoch - 1n},${epoch + 4n}`);
    const seen = [0xffff_fffe, 0xffff_ffff, 3, 4, 5, 6, 7].filter((xid) =>
      shows(snapshot, widenXid(xid, snapshot.xmax)),
    );
    expect(seen).toEqual([0xffff_fffe, 3, 5]);
  });
});
