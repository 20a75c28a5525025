import { isIP } from 'node:net';

/**
 * Who asks, as a key for limits: an IPv4 address, or the first 64 bits of an IPv6 address, for a household has that many.
 * Never logged.
 *
 * `X-Forwarded-For` is believed as far as proxies of ours wrote it: each adds, at the end, whom it was asked by. What stands before those
 * entries was written by the client, and says nothing.
 * @param peer the other end of the connection.
 * @param hops how many proxies of ours there are in front; 0: the header is not read.
 */
export function clientOf(peer: string | undefined, forwarded: string | undefined, hops: number): string {
  const direct = keyOf(peer ?? '') ?? 'unknown';
  if (hops === 0 || forwarded === undefined) return direct;
  const entries = forwarded.slice(-2_000).split(',');
  const entry = entries[Math.max(0, entries.length - hops)];
  // An entry that is no address makes the proxy the client: strict, since all who come that way share a limit.
  return keyOf(entry ?? '') ?? direct;
}

function keyOf(text: string): string | null {
  const trimmed = text.trim();
  const address = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  const kind = isIP(address);
  if (kind === 4) return address;
  return kind === 6 ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : null;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const split = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const [left = '', right] = plain.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, '0:0').split('::');
  const head = split(left);
  const tail = split(right ?? '');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => group.replace(/^0+(?=.)/, ''));
}
