import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/deliver/channel.ts';
import { channels } from '../../src/deliver/channels/index.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import { envelope, key } from './support.ts';

const secret = 'a secret of some length';
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Posted {
  headers: IncomingMessage['headers'];
  body: string;
}

async function receiver(
  answer: (response: ServerResponse, socket: Socket) => void,
): Promise<{ url: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posted.push({ headers: request.headers, body });
    answer(response, request.socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, posted };
}

const create = (url: string | null, key_: string | null = secret): Channel =>
  channels.webhook.create({
    outbox: '',
    smtp: null,
    variable: (name) => ({ WEBHOOK_URL: url, WEBHOOK_SECRET: key_ })[name] ?? null,
  });

async function post(url: string, letter = envelope()) {
  const channel = create(url);
  await channel.open();
  cleanups.push(() => channel.close());
  let begun = 0;
  const outcome = await channel.send(letter, async () => {
    begun++;
  });
  return { ...outcome, begun };
}

describe('webhook', () => {
  it('posts the message with a signature that the receiver can check, and a key that stays the same', async () => {
    const { url, posted } = await receiver((response) => response.end());
    expect(await post(url)).toMatchObject({ state: 'sent', begun: 1 });
    await post(url);
    const [first, second] = posted;
    const parts = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first!.headers['paperboy-signature']))!;
    const expected = createHmac('sha256', secret).update(`${parts[1]}.${first!.body}`).digest('hex');
    expect(parts[2]).toBe(expected);
    expect(createHmac('sha256', 'another').update(`${parts[1]}.${first!.body}`).digest('hex')).not.toBe(parts[2]);
    expect(Math.abs(Number(parts[1]) - Date.now() / 1000)).toBeLessThan(60);
    expect([first, second].map((one) => one!.headers['idempotency-key'])).toEqual([key, key]);
    expect(first!.body).toBe(second!.body);
    expect(JSON.parse(first!.body)).toMatchObject({
      schema: 'paperboy.webhook/1',
      id: key,
      to: { address: 'ada@reader.example' },
    });
  });

  it('serves who has no address, and says no placeholder', async () => {
    expect(create('https://x.example/').withoutAddress).toBe(true);
    const { url, posted } = await receiver((response) => response.end());
    await post(url, envelope({ to: { address: 'subscriber@paperboy.invalid', name: 'Ada' } }));
    expect(JSON.parse(posted[0]!.body).to).toBeNull();
  });

  it.each<[string, number, string, boolean]>([
    ['accepted', 202, 'sent', false],
    ['not this message', 422, 'failed', false],
    ['not this message', 400, 'failed', false],
    ['too many', 429, 'deferred', true],
    ['broken', 500, 'deferred', true],
    ['away', 503, 'deferred', true],
    ['not you', 401, 'deferred', true],
    ['not here', 404, 'deferred', true],
    ['elsewhere', 302, 'deferred', true],
  ])('%s (%i): %s, server-wide: %s', async (_, status, state, serverWide) => {
    const { url, posted } = await receiver((response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await post(url)).toMatchObject({ state, serverWide, detail: `HTTP ${status}`, begun: 1 });
    expect(posted).toHaveLength(1);
  });

  it('in doubt when the connection breaks after the message', async () => {
    const { url } = await receiver((_, socket) => socket.destroy());
    expect(await post(url)).toMatchObject({ state: 'in-doubt', serverWide: true, begun: 1 });
  });

  it('deferred, and never attempted, when nobody is there', async () => {
    const { url } = await receiver((response) => response.end());
    await cleanups.pop()?.();
    expect(await post(url)).toMatchObject({ state: 'deferred', serverWide: true, begun: 0 });
    expect(await post('http://localhost:1/')).toMatchObject({ state: 'deferred', begun: 0 });
  });

  it('bounds how many are under way, and asks again when the turn of one has come', async () => {
    let open = 0;
    let most = 0;
    const { url, posted } = await receiver((response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end();
      }, 50);
    });
    const channel = create(url);
    await channel.open();
    cleanups.push(() => channel.close());
    await Promise.all(Array.from({ length: 12 }, () => channel.send(envelope(), async () => {})));
    expect([posted.length, most]).toEqual([12, 4]);
    const given = channel.send(
      envelope(),
      async () => {},
      () => {
        throw new Error('stopped');
      },
    );
    await expect(given).rejects.toThrow('stopped');
    expect(posted).toHaveLength(12);
  });

  it('posts nothing when the attempt cannot be recorded', async () => {
    const { url, posted } = await receiver((response) => response.end());
    const channel = create(url);
    await channel.open();
    cleanups.push(() => channel.close());
    const full = new Error('ENOSPC');
    await expect(channel.send(envelope(), () => Promise.reject(full))).rejects.toBe(full);
    expect(posted).toEqual([]);
  });

  it.each([
    ['no address', null, secret],
    ['no secret', 'https://x.example/', null],
    ['a short secret', 'https://x.example/', 'short'],
    ['an address without TLS', 'http://x.example/', secret],
    ['a password in it', 'https://me:pw@x.example/', secret],
    ['another scheme', 'file:///etc/passwd', secret],
  ])('refuses to open with %s', async (_, url, key_) => {
    const refused = await create(url, key_)
      .open()
      .catch((error) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(JSON.stringify(refused.diagnostics)).not.toMatch(/pw|short"/);
  });
});
