/**
 * How figures reach this page. `connecting`: no answer yet since the page was opened. `live`: by socket, as they happen.
 * `polling`: the socket is not to be had; asked for over REST every few seconds. `disconnected`: nothing arrives.
 */
export type LiveState = 'connecting' | 'live' | 'polling' | 'disconnected';

/** Whether figures arrive at all. Without that nothing on the page may be shown as good. */
export const isReceiving: Record<LiveState, boolean> = {
  connecting: false,
  live: true,
  polling: true,
  disconnected: false,
};

const closingWords: Record<string, string> = {
  'io server disconnect': 'The API closed the connection',
  'io client disconnect': 'This page closed the connection',
  'ping timeout': 'The API stopped answering on the live connection',
  'transport close': 'The live connection was closed: the API stopped, or the network between broke',
  'transport error': 'The live connection failed: the API stopped, or the network between broke',
  'parse error': 'The live connection carried something unreadable; a proxy may be changing it',
};

/** Why the socket closed, in a sentence. */
export function closingReason(reason: string): string {
  return closingWords[reason] ?? `The live connection was closed (${reason})`;
}

/** Why the socket could not be opened, in a sentence. */
export function openingReason(message: string): string {
  if (/unauthori[sz]ed|401|login/i.test(message)) return 'The API refused the login; reload the page to log in again';
  return 'The API cannot be reached';
}
