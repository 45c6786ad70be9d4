import type { ServerIdentity } from '@cutover/databases';
import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { TableDigest } from '../../../comparison/table-plan.js';

/** One way to digest rows. Each function takes the SQL expression of a row and answers SQL. */
export interface DigestMethod extends TableDigest {
  /** Digest of a set of rows. It does not depend on their order, and equal changes in two rows do not cancel. */
  many(row: string): string;
  /** Digest of one row, as text. */
  one(row: string): string;
  /** The bucket of a row: a number from 0 to 1023, always the same for equal rows. */
  bucket(row: string): string;
}

/**
 * The product of two different CRCs, 64 bits. A CRC by itself is linear over XOR, so that equal changes in two rows cancel,
 * and often do under a sum too; the product is not. The factors are evaluated from left to right: building the row is most
 * of the cost, so it is built once and kept.
 */
const product = (row: string): string => `CRC32(@cutover_row := ${row}) * CRC32C(@cutover_row)`;

const crcRow = {
  one: (row: string) => `CONCAT(CRC32(${row}), '-', CRC32C(${row}))`,
  bucket: (row: string) => `MOD(CRC32(${row}), 1024)`,
};

/** For tables with a key, where no two rows are equal: XOR is as strong as a sum then, and a tenth cheaper. */
const crcXor: DigestMethod = {
  name: 'BIT_XOR(CRC32*CRC32C)',
  many: (row) => `BIT_XOR(${product(row)})`,
  together: (a, b) => a ^ b,
  ...crcRow,
};

/**
 * The product with one factor reduced by a prime that is near no power of two. A sum of bare products is blind where the
 * rows are all the combinations of some bits: each bit of one CRC then meets each bit of the other equally often, so all sets
 * of such rows have the same sum. The bits of the remainder are not of that kind. No variable but the row: the type of a
 * variable that was never set in a session is another one, and numbers would come out differently.
 */
const reduced = (row: string): string => `CRC32(@cutover_row := ${row}) * (CRC32C(@cutover_row) % 99999989)`;

/**
 * For tables without a key: two equal rows would cancel under XOR, but not in a sum. The sum is a DECIMAL, which does
 * not overflow.
 */
const crcSum: DigestMethod = {
  name: 'SUM(CRC32*MOD(CRC32C))',
  many: (row) => `SUM(${reduced(row)})`,
  together: (a, b) => a + b,
  ...crcRow,
};

/** For servers without CRC32C: the sum of the first 64 bits of each row's hash. */
const hashSum = (name: string, hash: (value: string) => string): DigestMethod => ({
  name: `SUM(${name}/64)`,
  many: (row) => `SUM(CAST(CONV(LEFT(${hash(row)}, 16), 16, 10) AS DECIMAL(20)))`,
  together: (a, b) => a + b,
  one: hash,
  bucket: (row) => `MOD(CRC32(${row}), 1024)`,
});

/** The hash of each engine. SHA-1 is the quickest of MariaDB; MySQL has dropped it in 9.6. */
export const hashOf: Record<FamilyEngine, (value: string) => string> = {
  mariadb: (value) => `SHA1(${value})`,
  mysql: (value) => `SHA2(${value}, 256)`,
};

/** First versions with CRC32C. */
const crcSince: Record<FamilyEngine, number> = { mariadb: 100800, mysql: Infinity };

type Server = Pick<ServerIdentity, 'versionNumber'> & { flavor: FamilyEngine };

/**
 * The best digest that both servers can compute; always the same on both. `isKeyed`: no two rows of the table are
 * equal.
 */
export function chooseDigest(source: Server, target: Server, isKeyed: boolean): DigestMethod {
  const haveCrc = [source, target].every(({ flavor, versionNumber }) => versionNumber >= crcSince[flavor]);
  if (!haveCrc) return source.flavor === 'mysql' ? hashSum('SHA2', hashOf.mysql) : hashSum('SHA1', hashOf.mariadb);
  return isKeyed ? crcXor : crcSum;
}
