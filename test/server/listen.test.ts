import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen, TIMES } from '../../src/server/listen.ts';
import { type Place, place } from './support.ts';

let here: Place;
let server: Listening | null = null;
afterEach(async () => {
  await server?.close(0);
  server = null;
  here.close();
});

async function start(): Promise<number> {
  here = await place();
  server = await listen(here.app, { host: '127.0.0.1', port: 0 });
  return Number(new URL(server.url).port);
}

/** A connection, and what came over it until it was closed. */
function talk(port: number, ...first: string[]): { socket: Socket; ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  for (const one of first) socket.write(one);
  return { socket, ended: once(socket, 'close').then(() => text) };
}

describe('clients that waste time', () => {
  it('are cut, whether they send nothing, a head or a body by drops; others are served meanwhile', async () => {
    const port = await start();
    const head = 'POST /mail/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';
    const slow = [
      talk(port),
      talk(port, 'GET / HTTP/1.1\r\nHost: x\r\n'),
      talk(port, `${head}Content-Length: 1000\r\n\r\na=`),
      talk(port, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n`),
    ];
    const drops = setInterval(() => {
      slow[1]!.socket.write('X-Drop: 1\r\n');
      slow[2]!.socket.write('a');
      slow[3]!.socket.write('1\r\na\r\n');
    }, 200);
    const many = Array.from({ length: 200 }, () => talk(port, 'GET / HTTP/1.1\r\n'));
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const answers = await Promise.all([...slow, ...many].map(({ ended }) => ended));
    clearInterval(drops);
    for (const answer of answers) expect(answer).toMatch(/^(?:$|HTTP\/1\.1 408 )/);
    expect(here.errors).toEqual([]);
  });

  it('within five seconds, by the times that are set', () => {
    const { headersTimeout, requestTimeout, connectionsCheckingInterval } = TIMES;
    expect(Math.max(headersTimeout, requestTimeout) + connectionsCheckingInterval).toBeLessThan(5_000);
  });

  it('an endless head and an endless body are refused', async () => {
    const port = await start();
    const wide = talk(port, `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(await wide.ended).toMatch(/^HTTP\/1\.1 431 /);
    const form = 'Content-Type: application/x-www-form-urlencoded\r\nConnection: close';
    const long = talk(
      port,
      `POST /mail/ HTTP/1.1\r\nHost: x\r\n${form}\r\nContent-Length: 99999999\r\n\r\n${'a'.repeat(30_000)}`,
    );
    expect(await long.ended).toMatch(/^HTTP\/1\.1 413 /);
    const chunks = `4000\r\n${'a'.repeat(0x4000)}\r\n`.repeat(3);
    const chunked = talk(
      port,
      `POST /mail/ HTTP/1.1\r\nHost: x\r\n${form}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    );
    expect(await chunked.ended).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('the end', () => {
  it('lets a request that is under way have its answer, and takes no more', async () => {
    const port = await start();
    const body = 'do=preview&topics=DPO';
    const under = talk(
      port,
      `POST /mail/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    const idle = talk(port);
    await once(idle.socket, 'connect');
    await expect.poll(() => server!.connections()).toBe(2);
    const closed = server!.close(5);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    under.socket.write(body.slice(5));
    expect(await under.ended).toMatch(/^HTTP\/1\.1 422 /);
    idle.socket.destroy();
    await closed;
  });
});
