import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server/listen.ts';
import { type Place, place, publish } from './support.ts';

let here: Place;
let server: Listening;
const html = `<!doctype html><title>Front</title>${'<p>A paper about reward models.</p>'.repeat(200)}`;

beforeAll(async () => {
  here = await place();
  publish(here, 'index.html', html);
  publish(here, '404.html', '<title>Nothing here</title>');
  publish(here, 'all/atom.xml', '<feed/>');
  publish(here, 'papers/2026-02-03/a b+c%20d.html', 'odd name');
  publish(here, '.hidden', 'secret');
  publish(here, 'all/.git/config', 'secret');
  publish(here, 'icon.png', new Uint8Array(2_000));
  writeFileSync(join(here.folder, 'out', 'state', 'ledger.jsonl'), 'secret');
  writeFileSync(join(here.folder, 'out', 'secret.html'), 'secret');
  const root = join(here.folder, 'out', 'public');
  symlinkSync(join(here.folder, 'out', 'secret.html'), join(root, 'link.html'));
  symlinkSync(join(here.folder, 'out', 'state'), join(root, 'state'));
  symlinkSync(join(root, 'index.html'), join(root, 'inside.html'));
  mkdirSync(join(root, 'empty'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  server = await listen(here.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(1);
  here.close();
});

/** A request as it is written, for what clients would mend. @returns the status, the headers and the body. */
function raw(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; head: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    const lines = Object.entries({ host: 'x', connection: 'close', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const head = all.subarray(0, end).toString('latin1');
      resolve({ status: Number(head.split(' ')[1]), head, body: all.subarray(end + 4) });
    });
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}

const etagOf = (head: string): string => /^etag: (.*)$/im.exec(head)![1]!;

describe('published files', () => {
  it('have a type, a strong ETag and headers that keep browsers from doing more than show them', async () => {
    const { status, head, body } = await raw('/');
    expect(status).toBe(200);
    expect(body.toString() === html).toBe(true);
    expect(head).toMatch(/^content-type: text\/html; charset=utf-8$/im);
    expect(head).toMatch(/^content-length: \d+$/im);
    expect(etagOf(head)).toMatch(/^"[\w-]+"$/);
    expect(head).toMatch(/^x-content-type-options: nosniff$/im);
    expect(head).toMatch(/^content-security-policy: default-src 'none'.*frame-ancestors 'none'$/im);
    expect(head).toMatch(/^strict-transport-security: max-age=/im);
    expect(head).toMatch(/^referrer-policy: same-origin$/im);
    expect(head).not.toMatch(/set-cookie|x-powered-by/i);
    expect((await raw('/all/atom.xml')).head).toMatch(/^content-type: application\/atom\+xml/im);
    expect((await raw('/papers/2026-02-03/a%20b+c%2520d.html')).body.toString()).toBe('odd name');
    const link = await raw('/inside.html');
    expect([link.status, link.body.toString()]).toEqual([200, html]);
  });

  it('304 for who has it, in whichever coding', async () => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const first = await raw('/', { 'accept-encoding': coding });
      const tag = etagOf(first.head);
      const second = await raw('/', { 'accept-encoding': coding, 'if-none-match': `"x", W/${tag}` });
      expect([second.status, second.body.length, etagOf(second.head)]).toEqual([304, 0, tag]);
    }
    expect(
      (await raw('/', { 'if-none-match': '"other"', 'if-modified-since': new Date(9e12).toUTCString() })).status,
    ).toBe(200);
    expect((await raw('/', { 'if-modified-since': new Date(9e12).toUTCString() })).status).toBe(304);
    expect((await raw('/', { 'if-modified-since': 'yesterday' })).status).toBe(200);
  });

  it('compressed for who can read it, each coding with an ETag of its own', async () => {
    const br = await raw('/', { 'accept-encoding': 'gzip, br;q=0.9' });
    const gzip = await raw('/', { 'accept-encoding': 'gzip, br;q=0' });
    const plain = await raw('/', { 'accept-encoding': 'identity' });
    expect(brotliDecompressSync(br.body).toString()).toBe(html);
    expect(gunzipSync(gzip.body).toString()).toBe(html);
    expect(new Set([br, gzip, plain].map(({ head }) => etagOf(head))).size).toBe(3);
    for (const { head } of [br, gzip, plain]) expect(head).toMatch(/^vary: Accept-Encoding$/im);
    expect(br.body.length).toBeLessThan(html.length / 10);
    expect((await raw('/icon.png', { 'accept-encoding': 'br' })).head).not.toMatch(/content-encoding/i);
  });

  it('ranges, of the plain bytes', async () => {
    const get = async (range: string, more = {}) => {
      const { status, head, body } = await raw('/', { range, 'accept-encoding': 'br', ...more });
      return [status, /^content-range: (.*)$/im.exec(head)?.[1], body.toString()];
    };
    const n = Buffer.byteLength(html);
    expect(await get('bytes=0-14')).toEqual([206, `bytes 0-14/${n}`, '<!doctype html>']);
    expect(await get('bytes=-4')).toEqual([206, `bytes ${n - 4}-${n - 1}/${n}`, '</p>']);
    expect(await get(`bytes=${n - 4}-`)).toEqual([206, `bytes ${n - 4}-${n - 1}/${n}`, '</p>']);
    expect(await get(`bytes=${n - 4}-99999999`)).toEqual([206, `bytes ${n - 4}-${n - 1}/${n}`, '</p>']);
    expect((await get(`bytes=${n}-`)).slice(0, 2)).toEqual([416, `bytes */${n}`]);
    expect((await get('bytes=-0'))[0]).toBe(416);
    for (const none of ['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-', 'bytes=a-b'])
      expect((await get(none))[0], none).toBe(200);
    expect((await get('bytes=0-1', { 'if-range': '"old"' }))[0]).toBe(200);
    const tag = etagOf((await raw('/')).head);
    expect((await get('bytes=0-1', { 'if-range': tag }))[0]).toBe(206);
  });

  it('HEAD has the headers of GET and no body', async () => {
    const [get, head] = [await raw('/'), await raw('/', {}, 'HEAD')];
    expect(head.body.length).toBe(0);
    const plain = (text: string) =>
      text
        .replace(/^date: .*$/im, '')
        .split('\r\n')
        .sort();
    expect(plain(head.head)).toEqual(plain(get.head));
  });

  it('a file that changed is seen at once', async () => {
    publish(here, 'moving.html', 'one');
    const before = await raw('/moving.html');
    publish(here, 'moving.html', 'two');
    utimesSync(join(here.folder, 'out', 'public', 'moving.html'), 1, 1);
    const after = await raw('/moving.html', { 'if-none-match': etagOf(before.head) });
    expect([before.body.toString(), after.status, after.body.toString()]).toEqual(['one', 200, 'two']);
  });

  it('a folder without its slash is sent on, to nowhere else', async () => {
    const { status, head } = await raw('/all');
    expect([status, /^location: (.*)$/im.exec(head)![1]]).toEqual([308, './all/']);
    for (const path of ['//evil.example/all', '/\\evil.example', '//evil.example']) {
      const answer = await raw(path);
      expect([400, 404], path).toContain(answer.status);
      expect(answer.head, path).not.toMatch(/^location:/im);
    }
  });

  it('nothing but regular files below the root', async () => {
    const paths = [
      '/../secret.html',
      '/all/../../secret.html',
      '/..%2fsecret.html',
      '/%2e%2e/secret.html',
      '/%2e%2e%2fsecret.html',
      '/all/%2e%2e/%2e%2e/secret.html',
      '/..%5csecret.html',
      '/%252e%252e/secret.html',
      '/.hidden',
      '/%2ehidden',
      '/all/.git/config',
      '/link.html',
      '/state/ledger.jsonl',
      '/state/',
      '/index.html/',
      '/index.html%00.png',
      '/empty/',
      '/pipe',
      '/%',
      '/%ff',
      `/${'a/'.repeat(2_000)}`,
      'http://x/../secret.html',
      '/etc/passwd',
      '/./secret.html',
    ];
    for (const path of paths) {
      const { status, body } = await raw(path);
      expect([404, 400], path).toContain(status);
      expect(body.toString(), path).not.toContain('secret');
      expect(body.toString(), path).not.toContain('ledger');
    }
  });

  it('404 with the page of the site; other methods are refused', async () => {
    const { status, body } = await raw('/nothing');
    expect([status, body.toString()]).toEqual([404, '<title>Nothing here</title>']);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await raw('/', {}, method)).status).toBe(405);
  });
});

describe('for machines', () => {
  it('/healthz, and /metrics for who asks on this machine or shows the token', async () => {
    expect((await raw('/healthz')).body.toString()).toContain('ok');
    const { status, body } = await raw('/metrics');
    expect(status).toBe(200);
    expect(body.toString()).toMatch(/^paperboy_http_requests_total\{route="\/healthz",method="GET",status="200"\} 1$/m);
    expect((await raw('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    here.parts.metricsToken = 'let-me-see';
    expect((await raw('/metrics')).status).toBe(404);
    expect(
      (await raw('/metrics', { authorization: 'Bearer let-me-see', 'x-forwarded-for': '203.0.113.9' })).status,
    ).toBe(200);
    here.parts.metricsToken = null;
  });

  it('the metrics name routes, never tokens, paths or addresses, and escape what they name', async () => {
    await raw('/mail/confirm/abcdefsecret');
    await raw('/nobody@example.org');
    here.parts.metrics.request('a"b\\c\nd', 'BREW', 418, 0.1);
    const { body } = await raw('/metrics');
    const text = body.toString();
    expect(text).toContain('route="/mail/confirm/:token"');
    expect(text).toContain('paperboy_http_requests_total{route="a\\"b\\\\c\\nd",method="other",status="418"} 1');
    expect(text).not.toMatch(/abcdefsecret|nobody|127\.0\.0\.1/);
    for (const line of text.trim().split('\n')) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)+\})? [\d.e+-]+)$/);
    }
  });
});
