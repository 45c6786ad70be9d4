/** The address as a browser takes it; one that stands for all of this machine's is opened on the machine itself. */
export function browserAddress(address: string, port: number): string {
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
