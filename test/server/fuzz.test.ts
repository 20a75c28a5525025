import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server/listen.ts';
import { random as seeded } from '../random.ts';
import { type Place, place, publish } from './support.ts';

/** `npm run test:full` sets ten thousand. */
const rounds = Number(process.env.PAPERBOY_FUZZ ?? 1_000);

let here: Place;
let server: Listening;
let id: string;
const random = seeded(20_261_121);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

beforeAll(async () => {
  here = await place();
  id = await here.member('ada@example.org');
  publish(here, 'index.html', '<title>Front</title>');
  server = await listen(here.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(0);
  here.close();
});

const odd = [
  '',
  '\0',
  '\u202e',
  '%',
  '%00',
  '../',
  '..%2f',
  '<script>',
  '"',
  "'",
  '\r\n',
  '{{x}}',
  '{{{x}}}',
  '☃',
  'a'.repeat(300),
  '-1',
  '1e999',
  '[]',
  '{"a":1}',
  'List-Unsubscribe',
  'One-Click',
  'save',
  'pause',
  'subscribe',
  'preview',
  '? (((',
  '? title:"',
  '*',
];

/** A token that is none: made up, or a real one with something changed. */
function badToken(): string {
  const purposes = ['confirm', 'unsubscribe', 'preferences', 'view', 'tune'] as const;
  const good = here.token(pick(purposes), id, { about: 'kept' });
  const at = Math.floor(random() * good.length);
  const other = pick([...'abcdefghijklmnopqrstuvwxyz234567'].filter((letter) => letter !== good[at]));
  return pick([
    `${good.slice(0, at)}${other}${good.slice(at + 1)}`,
    good.slice(1),
    `${good}a`,
    good.slice(0, at),
    encodeURIComponent(pick(odd)),
    `${good}%00`,
    '.',
    '..',
  ]);
}

const names = [
  'do',
  'form',
  'topics',
  'address',
  'cadence',
  'hour',
  'zone',
  'weeks',
  'choice',
  'List-Unsubscribe',
  '__proto__',
  'constructor',
];

function request(): { path: string; init: RequestInit } {
  const place = pick(['confirm', 'unsubscribe', 'preferences', 'view', 'tune', 'assets', pick(odd)]);
  const path = pick([
    '/mail/',
    `/mail/${encodeURIComponent(place)}/${badToken()}`,
    `/mail/tune/${badToken()}/${pick(['fewer', 'more', 'mute', 'weekly', encodeURIComponent(pick(odd))])}`,
    `/${encodeURIComponent(pick(odd))}/${encodeURIComponent(pick(odd))}`,
    `/mail/?${encodeURIComponent(pick(odd))}=${encodeURIComponent(pick(odd))}`,
    '/metrics',
    '/healthz',
  ]);
  const fields = Array.from({ length: Math.floor(random() * 8) }, (): [string, string] => [
    pick(names),
    pick(odd) + pick(odd),
  ]);
  const body = pick([
    new URLSearchParams(fields).toString(),
    JSON.stringify(fields),
    pick(odd),
    'a=%',
    '%%%',
    '='.repeat(50),
  ]);
  const method = pick(['GET', 'HEAD', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
  const type = pick([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'application/json',
    'text/plain',
  ]);
  const headers: Record<string, string> = {
    'content-type': type,
    ...(random() < 0.3 ? { 'sec-fetch-site': pick(['cross-site', 'same-origin', 'none', 'x']) } : {}),
    ...(random() < 0.3 ? { origin: pick(['null', 'https://papers.example.org', 'x']) } : {}),
    ...(random() < 0.3 ? { range: pick(['bytes=0-', 'bytes=9-1', 'x']), 'if-none-match': pick(['*', '"', 'W/']) } : {}),
    ...(random() < 0.3
      ? {
          'x-forwarded-for': pick(['1.1.1.1', '::', 'x,'.repeat(500)]),
          'accept-encoding': pick(['*;q=0', 'br', ';;;']),
        }
      : {}),
  };
  return { path, init: { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) } };
}

describe('fuzzed requests', () => {
  it(`${rounds} of them: an answer below 500 to each, and no change without a token that holds`, async () => {
    const before = here.journal();
    const statuses = new Map<number, number>();
    for (let n = 0; n < rounds; n++) {
      const { path, init } = request();
      const answer = await here.app.request(path, init);
      const told = `${init.method} ${path}`;
      expect(answer.status, told).toBeLessThan(500);
      expect(answer.headers.get('set-cookie'), told).toBe(null);
      const text = await answer.text();
      expect(text, told).not.toContain('<script>');
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    }
    // What was sent in is answered in several ways: it reached more than one check.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 403, 404, 405, 415, 422]));
    await here.parts.later.drain();
    expect(here.journal()).toBe(before);
    expect(here.letters).toEqual([]);
    expect(here.errors).toEqual([]);
  });

  it('bytes that are no requests: the connection ends, the server goes on', async () => {
    const before = here.journal();
    const port = Number(new URL(server.url).port);
    const send = (bytes: string): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')));
        socket.on('data', () => {});
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    const garbage = [
      '\0\0\0\0',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'POST /mail/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /mail/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /mail/ HTTP/1.1\r\nHost: \r\n\r\n',
      'GET * HTTP/1.1\r\nHost: x\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      '\x16\x03\x01\x02\0\x01\0',
    ];
    for (let n = 0; n < Math.min(rounds, 2_000) / 10; n++) {
      const line = pick(garbage);
      const at = Math.floor(random() * line.length);
      await send(
        random() < 0.5
          ? line
          : `${line.slice(0, at)}${String.fromCharCode(Math.floor(random() * 256))}${line.slice(at)}`,
      );
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(here.journal()).toBe(before);
    expect(here.errors).toEqual([]);
  });
});
