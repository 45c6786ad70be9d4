/** What to do when the port cannot be opened; null when the error is of another kind. */
export function listenFault(error: unknown, { host, port }: { host: string; port: number }): string | null {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  const faults: Record<string, string> = {
    EADDRINUSE: `port ${port} on ${host} is taken; stop what holds it or set another server.port`,
    EACCES: `port ${port} needs rights this process does not have; set server.port above 1023`,
    EADDRNOTAVAIL: `this machine has no address ${host}; correct server.host`,
    ENOTFOUND: `the host name ${host} does not resolve; correct server.host`,
  };
  return (code === undefined ? undefined : faults[code]) ?? `cannot listen on ${host}:${port}: ${code ?? 'unknown'}`;
}
