import type { Engine } from '@cutover/contracts';
import type { ServerIdentity } from '../../../connections/server-connection.js';

/** One way to digest rows. All functions take the row expression and answer SQL. */
export interface DigestMethod {
  /** As results show it. */
  name: string;
  /** Digest of a set of rows; exact, independent of their order, and not blind to pairs of equal changes. */
  sum(row: string): string;
  /** Digest of one row, as text. */
  one(row: string): string;
  /** Number from 0 to 1023 that a row always falls to. */
  bucket(row: string): string;
}

/**
 * Sum of the products of two different CRCs. CRC by itself is linear, so that equal changes in two rows cancel under XOR
 * and often under a sum; the product is not, and the sum (a DECIMAL, which does not wrap) does not cancel duplicates.
 */
const crcProduct: DigestMethod = {
  name: 'SUM(CRC32*CRC32C)',
  // The factors are evaluated from left to right. Building the row is most of the cost, so it is built once and kept.
  sum: (row) => `SUM(CRC32(@cutover_row := ${row}) * CRC32C(@cutover_row))`,
  one: (row) => `CONCAT(CRC32(${row}), '-', CRC32C(${row}))`,
  bucket: (row) => `MOD(CRC32(${row}), 1024)`,
};

/** For servers without CRC32C: the sum of the first 64 bits of each row's SHA-1. */
const sha1Sum: DigestMethod = {
  name: 'SUM(SHA1/64)',
  sum: (row) => `SUM(CAST(CONV(LEFT(SHA1(${row}), 16), 16, 10) AS DECIMAL(20)))`,
  one: (row) => `SHA1(${row})`,
  bucket: (row) => `MOD(CRC32(${row}), 1024)`,
};

/** Best first; the first one that both sides have is used, and never two different ones. */
const methods: readonly { method: DigestMethod; since: Record<Engine, number> }[] = [
  { method: crcProduct, since: { mariadb: 100800, mysql: Infinity } },
  { method: sha1Sum, since: { mariadb: 0, mysql: 0 } },
];

type Server = Pick<ServerIdentity, 'flavor' | 'versionNumber'>;

/** The best digest that both servers can compute. */
export function chooseDigest(source: Server, target: Server): DigestMethod {
  const found = methods.find(({ since }) =>
    [source, target].every(({ flavor, versionNumber }) => versionNumber >= since[flavor]),
  );
  return found?.method ?? sha1Sum;
}
