/** The reversed polynomials of the two CRCs, as MariaDB computes them in CRC32() and CRC32C(). */
const polynomials = { crc32: 0xedb88320, crc32c: 0x82f63b78 } as const;

/** A function that computes the CRC of this polynomial, as an integer from 0 to 2^32 − 1. */
function crcOf(polynomial: number): (bytes: Uint8Array) => number {
  const table = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    table[byte] = value;
  }
  return (bytes) => {
    let crc = -1;
    for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

export const crc32 = crcOf(polynomials.crc32);
export const crc32c = crcOf(polynomials.crc32c);
