import type { LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openExit } from '../../src/fetch/agent.ts';
import { Gate } from '../../src/fetch/gate.ts';
import type { Fault, Outcome } from '../../src/fetch/outcome.ts';
import { ask } from '../../src/fetch/request.ts';
import { withRetries } from '../../src/fetch/retry.ts';
import { answer, cut, cutChunks, endless, hangUp, list, redirect, Site, silence, slow, status } from './site.ts';

const site = await Site.open();
const other = await Site.open();
const exit = openExit(new Gate('127.0.0.1'), {});
afterAll(() => exit.close());

interface Options {
  url?: string;
  etag?: string;
  through?: typeof exit;
  timeoutMs?: number;
  retries?: number;
  maxBytes?: number;
  clock?: number;
}

/** Asks the site; what it waited is kept, not spent. */
async function get(options: Options = {}): Promise<{ outcome: Outcome; waits: number[] }> {
  const { timeoutMs = 5_000, retries = 0, etag = null, maxBytes = 1024 * 1024, through = exit } = options;
  const waits: number[] = [];
  const request = {
    url: new URL(options.url ?? `${site.url}/api/daily_papers?date=2026-02-04`),
    etag,
    accept: 'application/json',
    userAgent: 'paperboy/test',
    maxBytes,
    signal: AbortSignal.timeout(timeoutMs),
    clock: () => options.clock ?? 0,
  };
  const outcome = await withRetries(() => ask(through.dispatcher, request), {
    retries,
    backoffMs: 100,
    random: () => 0.5,
    remaining: () => timeoutMs,
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  return { outcome, waits };
}

const codeOf = (outcome: Outcome) => (outcome.kind === 'fault' ? outcome.code : outcome.kind);

describe('a request', () => {
  it('gets the bytes and the tag, and says who asks', async () => {
    site.play(answer(list(2), { etag: '"a"' }));
    const { outcome } = await get();
    expect(outcome).toMatchObject({ kind: 'answer', etag: '"a"' });
    expect(Buffer.from((outcome as { bytes: Uint8Array }).bytes).toString()).toBe(list(2));
    expect(site.requests).toMatchObject([
      {
        url: '/api/daily_papers?date=2026-02-04',
        headers: { 'user-agent': 'paperboy/test', 'accept-encoding': 'gzip' },
      },
    ]);
    expect(site.requests[0]!.headers['if-none-match']).toBeUndefined();
  });

  it('sends the tag, and takes 304 for an answer only then', async () => {
    site.play(status(304));
    expect((await get({ etag: '"a"' })).outcome).toEqual({ kind: 'not-modified' });
    expect(site.requests[0]!.headers['if-none-match']).toBe('"a"');
    expect(codeOf((await get()).outcome)).toBe('fetch-status');
  });

  it('unpacks gzip', async () => {
    site.play(answer(gzipSync(list(3)), { 'content-encoding': 'gzip' }));
    const { outcome } = await get();
    expect(Buffer.from((outcome as { bytes: Uint8Array }).bytes).toString()).toBe(list(3));
  });

  it('follows redirects, up to five', async () => {
    const hops = (n: number) => [
      ...Array.from({ length: n }, (_, index) => redirect(`/hop/${index}`)),
      answer(list(1)),
    ];
    site.play(...hops(5));
    expect(codeOf((await get()).outcome)).toBe('answer');
    site.play(...hops(6));
    expect(codeOf((await get()).outcome)).toBe('fetch-redirects');
    expect(site.requests).toHaveLength(6);
  });
});

describe('faults', () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20), { level: 9 });
  const cases: [string, Parameters<Site['play']>, Options, string][] = [
    ['400', [status(400)], {}, 'fetch-status'],
    ['404', [status(404)], {}, 'fetch-status'],
    ['500', [status(500)], {}, 'fetch-status'],
    ['429 without a time', [status(429)], {}, 'fetch-rate-limited'],
    ['503 with a time', [status(503, { 'retry-after': '9' })], {}, 'fetch-rate-limited'],
    ['a circle', [redirect('/x')], {}, 'fetch-redirects'],
    ['a circle of two', [redirect('/a'), redirect('/b'), redirect('/a'), redirect('/b')], {}, 'fetch-redirects'],
    ['a redirect without an address', [answer('', {}, 302)], {}, 'fetch-redirects'],
    ['a redirect to what is no address', [redirect('http://[')], {}, 'fetch-redirects'],
    ['a redirect to a file', [redirect('file:///etc/passwd')], {}, 'fetch-redirects'],
    ['a redirect to http elsewhere', [redirect('http://example.org/')], {}, 'fetch-redirects'],
    ['a redirect to a metadata service', [redirect('http://169.254.169.254/latest')], {}, 'fetch-private-address'],
    ['a redirect to RFC 1918', [redirect('https://10.1.2.3/')], {}, 'fetch-private-address'],
    ['a redirect to another name of this machine', [redirect('https://localhost/')], {}, 'fetch-private-address'],
    ['a redirect to loopback spelt otherwise', [redirect('https://0x7f000002/')], {}, 'fetch-private-address'],
    ['a redirect to loopback as IPv6', [redirect('https://[::ffff:127.0.0.1]/')], {}, 'fetch-private-address'],
    ['silence', [silence], { timeoutMs: 80 }, 'fetch-timeout'],
    ['a slow body', [slow], { timeoutMs: 80 }, 'fetch-timeout'],
    ['an endless body', [endless], {}, 'fetch-too-large'],
    ['a body that is announced as larger', [answer(' '.repeat(2_000_000))], {}, 'fetch-too-large'],
    ['a bomb', [answer(bomb, { 'content-encoding': 'gzip' })], {}, 'fetch-too-large'],
    [
      'a bomb below the ratio',
      [answer(bomb, { 'content-encoding': 'gzip' })],
      { maxBytes: 4_000_000 },
      'fetch-too-large',
    ],
    ['fewer bytes than announced', [cut(list(3))], {}, 'fetch-cut'],
    ['chunks without an end', [cutChunks(list(3))], {}, 'fetch-cut'],
    ['cut gzip', [answer(gzipSync(list(9)).subarray(0, 90), { 'content-encoding': 'gzip' })], {}, 'fetch-cut'],
    ['an encoding nobody asked for', [answer('x', { 'content-encoding': 'br' })], {}, 'fetch-unusable'],
    ['gzip in name only', [answer('[]', { 'content-encoding': 'gzip' })], {}, 'fetch-unusable'],
    ['a connection that is closed at once', [hangUp], {}, 'fetch-refused'],
    ['an unknown status', [status(418)], {}, 'fetch-status'],
  ];

  it.each(cases)('%s', async (_, handlers, options, code) => {
    site.play(...handlers);
    const { outcome } = await get(options);
    expect(codeOf(outcome)).toBe(code);
    site.play(answer(list(1)));
    expect(codeOf((await get()).outcome), 'the next request is not affected').toBe('answer');
  });

  it('a port where nobody listens', async () => {
    const gone = await Site.open();
    const { url } = gone;
    await gone.close();
    expect((await get({ url })).outcome).toMatchObject({ code: 'fetch-refused', transient: true });
  });

  it('what came of a cut body is kept', async () => {
    site.play(cut('[{"paper"'));
    const { partial } = (await get()).outcome as Fault;
    expect(Buffer.from(partial!).toString()).toBe('[{"paper"');
  });
});

describe('addresses are judged when connecting', () => {
  const resolving = (...addresses: string[]): LookupFunction =>
    ((_name, options, callback) => {
      const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all) callback(null, all);
      else callback(null, all[0]!.address, all[0]!.family);
    }) as LookupFunction;

  it.each([['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['::ffff:10.0.0.1']])(
    'a public name that resolves to %s %s is not contacted',
    async (...addresses) => {
      site.play(answer(list(1)));
      const through = openExit(new Gate('127.0.0.1', resolving(...addresses)), {});
      const { outcome } = await get({ url: `https://papers.example:${site.port}/`, through });
      await through.close();
      expect(codeOf(outcome)).toBe('fetch-private-address');
      expect(site.connections).toBe(0);
    },
  );

  it('also after a redirect', async () => {
    other.play(answer(list(1)));
    site.play(redirect(`https://papers.example:${other.port}/`));
    const through = openExit(new Gate('127.0.0.1', resolving('127.0.0.1')), {});
    const { outcome } = await get({ through });
    await through.close();
    expect(codeOf(outcome)).toBe('fetch-private-address');
    expect(other.connections).toBe(0);
  });

  it('and the host that is exempt is contacted', async () => {
    site.play(answer(list(1)));
    const through = openExit(new Gate('papers.localhost', resolving('127.0.0.1')), {});
    const { outcome } = await get({ url: `http://papers.localhost:${site.port}/`, through });
    await through.close();
    expect(codeOf(outcome)).toBe('answer');
  });

  it('without an exemption this machine is not contacted', async () => {
    site.play(answer(list(1)));
    const through = openExit(new Gate(null), {});
    expect(codeOf((await get({ through })).outcome)).toBe('fetch-private-address');
    await through.close();
    expect(site.connections).toBe(0);
  });
});

describe('proxies', () => {
  it('of the environment are used, and NO_PROXY is honoured', async () => {
    const asked: string[] = [];
    const proxy = await Site.open();
    // Refuses every tunnel, which is enough to see that it was asked for one.
    (proxy as unknown as { server: import('node:http').Server }).server.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    site.play(answer(list(1)));
    const through = openExit(new Gate('127.0.0.1'), { HTTP_PROXY: proxy.url });
    expect(codeOf((await get({ through })).outcome)).toBe('fetch-refused');
    await through.close();
    expect(asked).toEqual([`127.0.0.1:${site.port}`]);
    const around = openExit(new Gate('127.0.0.1'), { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    expect(codeOf((await get({ through: around })).outcome)).toBe('answer');
    await around.close();
  });
});

describe('retries', () => {
  it('500, then 200: asked twice, with a pause', async () => {
    site.play(status(500), answer(list(1)));
    expect(await get({ retries: 3 })).toMatchObject({ outcome: { kind: 'answer' }, waits: [75] });
  });

  it('a cut body is asked for again as a whole', async () => {
    site.play(cut(list(3)), answer(list(3)));
    const { outcome } = await get({ retries: 3 });
    expect(Buffer.from((outcome as { bytes: Uint8Array }).bytes).toString()).toBe(list(3));
    expect(site.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  });

  it('end after so many, each pause twice as long', async () => {
    site.play(status(502));
    expect(await get({ retries: 3 })).toMatchObject({ outcome: { code: 'fetch-status' }, waits: [75, 150, 300] });
    expect(site.requests).toHaveLength(4);
  });

  it.each([
    ['seconds', '2', 0],
    ['a date', 'Wed, 04 Feb 2026 00:00:02 GMT', Date.parse('2026-02-04T00:00:00Z')],
  ])('wait as long as Retry-After says in %s', async (_, header, clock) => {
    site.play(status(429, { 'retry-after': header }), answer(list(1)));
    expect(await get({ retries: 1, clock })).toMatchObject({ outcome: { kind: 'answer' }, waits: [2000] });
  });

  it('do not begin a wait beyond the deadline', async () => {
    site.play(status(429, { 'retry-after': '3600' }));
    const { outcome, waits } = await get({ retries: 3 });
    expect(outcome).toMatchObject({ code: 'fetch-rate-limited', message: expect.stringContaining('3600 s') });
    expect([waits, site.requests.length]).toEqual([[], 1]);
  });

  it.each([
    ['400', status(400)],
    ['404', status(404)],
    ['a private address', redirect('https://10.0.0.1/')],
    ['a circle', redirect('/x')],
  ])('are of no use for %s', async (_, handler) => {
    site.play(handler);
    expect((await get({ retries: 3 })).waits).toEqual([]);
  });
});
