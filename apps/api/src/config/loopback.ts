const loopbackAddress = /^127(\.\d{1,3}){3}$/;

/** True for names and addresses that only this machine can reach: localhost, 127.0.0.0/8, ::1 (with or without brackets). */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || loopbackAddress.test(bare);
}
