import dns from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/**
 * IPv4 addresses that are not of the public Internet (IANA IPv4 Special-Purpose Address Registry): this host and network,
 * RFC 1918, shared (RFC 6598), loopback, link-local with the metadata services of clouds, documentation, benchmarks,
 * multicast, reserved and broadcast.
 */
const reserved: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const notPublic = new BlockList();
for (const [net, prefix] of reserved) {
  // BlockList applies these to IPv4-mapped addresses (::ffff:0:0/96) by itself; to those of NAT64 (RFC 6052) it does not.
  notPublic.addSubnet(net, prefix);
  notPublic.addSubnet(`64:ff9b::${net}`, 96 + prefix, 'ipv6');
}
// Documentation, benchmarks, ORCHID and Teredo (2001::/23), 6to4: within the global block, but no way to a public site.
notPublic.addSubnet('2001::', 23, 'ipv6');
notPublic.addSubnet('2001:db8::', 32, 'ipv6');
notPublic.addSubnet('2002::', 16, 'ipv6');
notPublic.addSubnet('3fff::', 20, 'ipv6');

/** What of IPv6 is public at all: global unicast (RFC 4291), NAT64, and IPv4 in its mapped form. All else is not. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
global6.addSubnet('64:ff9b::', 96, 'ipv6');
global6.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Whether an IP address is one of the public Internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  if (isIPv6(bare)) return global6.check(bare, 'ipv6') && !notPublic.check(bare, 'ipv6');
  return isIP(bare) === 4 && !notPublic.check(bare, 'ipv4');
}

/** A request that was not made. */
export class GateError extends Error {
  readonly code: 'fetch-private-address' | 'fetch-redirects';
  constructor(code: GateError['code'], message: string) {
    super(message);
    this.name = 'GateError';
    this.code = code;
  }
}

const loopbackName = /^(?:.+\.)?localhost\.?$/i;

/** Whether a host names this machine. Host as in `URL.hostname`, which has put 127.1 or 0x7f000001 in canonical form. */
function isLoopback(host: string): boolean {
  const bare = unbracket(host);
  return loopbackName.test(bare) || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

const unbracket = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Whether an address may be used at all: https, or http to this machine, where nobody listens in. */
export const isSafeScheme = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/**
 * Decides where requests may go. It is asked twice: for each address before a request is made, be it the first or a
 * redirect, and for each IP address at the moment of connecting, so that a name which resolves to something else a moment
 * later (DNS rebinding) gains nothing. Through a proxy only the first holds, since the proxy resolves the names.
 */
export class Gate {
  private readonly exempt: string | null;
  private readonly resolve: LookupFunction;

  /**
   * @param exempt the one host that may have a private address (`--allow-private` exempts that of `--base-url`); a
   * redirect from there to another host of the private network is refused all the same.
   * @param resolve resolves names; tests hand in their own.
   */
  constructor(exempt: string | null, resolve: LookupFunction = dns.lookup as LookupFunction) {
    this.exempt = exempt === null ? null : unbracket(exempt).toLowerCase();
    this.resolve = resolve;
  }

  /** @throws GateError when no request may go there. */
  check(url: URL): void {
    this.checkHost(url.hostname);
    if (!isSafeScheme(url)) throw new GateError('fetch-redirects', `${url.origin} is not an https address`);
  }

  /** Called for each host that is connected to: `lookup` below is not asked for IP addresses. @throws GateError */
  checkHost(host: string): void {
    const bare = unbracket(host).toLowerCase();
    if (bare === this.exempt) return;
    if (isIP(bare) === 0 ? loopbackName.test(bare) : !isPublicAddress(bare)) throw refused(host);
  }

  /** As `dns.lookup`, but fails when any of the addresses is not public. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, options, (error, address, family) => {
      if (error !== null) return callback(error, address, family);
      const all = typeof address === 'string' ? [address] : address.map((one) => one.address);
      const bad = hostname.toLowerCase() === this.exempt ? undefined : all.find((one) => !isPublicAddress(one));
      return bad === undefined ? callback(null, address, family) : callback(refused(hostname, bad), address, family);
    });
  };
}

function refused(host: string, address: string | null = null): GateError {
  const what = address === null ? host : `${host}, which is ${address},`;
  return new GateError('fetch-private-address', `${what} is not a public address; it was not contacted`);
}
