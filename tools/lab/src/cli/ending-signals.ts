/** Ctrl-C, a request to end, and the closing of the terminal: whoever owns processes takes them along. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls back at each of these signals, in place of ending the process. Answers how to take that back. */
export function onEndingSignal(tell: () => void): () => void {
  // A terminal that is closed takes no more words.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of signals) process.on(signal, tell);
  return () => {
    for (const signal of signals) process.off(signal, tell);
  };
}
