/**
 * What `question` answers, unless the signal comes first: then it rejects with the reason of the signal. The library of AWS hears the
 * signal only once it sends; a credential helper that does not end (credential_process) would hold it for ever.
 */
export async function withinSignal<Value>(question: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([question, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
