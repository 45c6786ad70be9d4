/** `1 transaction`, `14 transactions`. */
export function transactionsText(count: bigint | string): string {
  return `${count} ${BigInt(count) === 1n ? 'transaction' : 'transactions'}`;
}
