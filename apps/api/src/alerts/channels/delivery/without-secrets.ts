/** More of an answer is for the log of the other side. */
const longest = 300;

/** Text of the other side as one line that may be shown: control characters, secrets and what is too long are left out. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  let shown = text;
  // The longest first: a part of it must not spoil it for the whole.
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 4).sort(byLength);
  for (const secret of known) shown = shown.replaceAll(secret as string, '…');
  shown = shown.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** A shorter part of an address is a word, as `services`, and no secret by itself. */
const shortestPart = 8;

/** What of a URL may be a secret: all but the host, and each part of it by itself, as it stands and decoded. */
export function secretsOf(url: string): string[] {
  const { href, pathname, search, searchParams, username, password, hash } = new URL(url);
  const parts = [
    ...pathname.split('/'),
    ...search.slice(1).split(/[&=]/),
    ...searchParams.values(),
    username,
    password,
    hash.slice(1),
  ];
  const long = parts.flatMap((part) => [part, decoded(part)]).filter((part) => part.length >= shortestPart);
  const whole = [url, href, pathname + search, pathname, search];
  return [...new Set([...whole, ...whole.map(decoded), ...long])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Scheme and host, and that there is more: `https://hooks.slack.com/…`. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

function byLength(a = '', b = ''): number {
  return b.length - a.length;
}
