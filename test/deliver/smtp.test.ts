import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/deliver/channel.ts';
import { channels } from '../../src/deliver/channels/index.ts';
import { buildEml } from '../../src/deliver/envelope.ts';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { defaultLimits, type SmtpLimits } from '../../src/deliver/smtp/limits.ts';
import { connectionOptions, isLoopback } from '../../src/deliver/smtp/session.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import { envelope, key } from './support.ts';

const limits: SmtpLimits = { ...defaultLimits, connections: 2, silence: 5_000 };
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const begin = async () => {};

interface Received {
  from: string;
  to: string[];
  bytes: Buffer;
}

/** A real SMTP server on loopback that keeps what it takes. */
async function server(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({ from, to: rcptTo.map((to) => to.address), bytes: Buffer.concat(chunks) });
        done();
      });
    },
    ...options,
  });
  smtp.on('error', () => {});
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise<void>((resolve) => smtp.close(resolve)));
  return { port: (smtp.server.address() as AddressInfo).port, received };
}

type Phase = 'connect' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot';

/**
 * A server that speaks just enough SMTP and does something else in one phase: replies with that, hangs up (`null`),
 * or says nothing (`''`).
 */
async function faulty(phase: Phase, fault: string | null): Promise<{ port: number; dots: () => number }> {
  const sockets = new Set<Socket>();
  let dots = 0;
  const answer = (socket: Socket, at: Phase, usual: string) => {
    const reply = at === phase ? fault : usual;
    if (reply === null) socket.destroy();
    else if (reply !== '') socket.write(`${reply}\r\n`);
  };
  const net: Server = createServer((socket) => {
    sockets.add(socket);
    let data = false;
    let text = '';
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (data && phase === 'body') return socket.destroy();
      for (;;) {
        const end = data ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(end);
        if (at === -1) return;
        const command = text.slice(0, at).slice(0, 4).toUpperCase();
        text = text.slice(at + end.length);
        if (data) {
          data = false;
          dots += 1;
          answer(socket, 'dot', '250 2.0.0 taken');
        } else if (command === 'EHLO') answer(socket, 'EHLO', '250 faulty.example');
        else if (command === 'MAIL' || command === 'RCPT') answer(socket, command, '250 2.1.0 fine');
        else if (command === 'DATA') {
          data = phase !== 'DATA';
          answer(socket, 'DATA', '354 go on');
        } else socket.write('250 fine\r\n');
      }
    });
    answer(socket, 'connect', '220 faulty.example');
  });
  await new Promise<void>((resolve) => net.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    net.close();
  });
  return { port: (net.address() as AddressInfo).port, dots: () => dots };
}

async function open(port: number, with_: Partial<SmtpLimits> = {}, user: string | null = null): Promise<Channel> {
  const password = user === null ? null : { reveal: () => 'secret' };
  const channel = createSmtp({
    server: { host: '127.0.0.1', port, secure: false, user, password },
    limits: { ...limits, ...with_ },
    signer: null,
  });
  await channel.open();
  cleanups.push(() => channel.close());
  return channel;
}

describe('SMTP channel', () => {
  it('sends exactly the bytes that the preview shows, to exactly one recipient', async () => {
    const { port, received } = await server();
    const channel = await open(port);
    const letter = envelope({ text: `.hidden dot\n${'word '.repeat(20_000)}\n` });
    const outcome = await channel.send(letter, begin);
    expect(outcome).toMatchObject({ state: 'sent', serverWide: false });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: 'digest@paper.example', to: ['ada@reader.example'] });
    expect(received[0]?.bytes.equals(await buildEml(letter))).toBe(true);
    const mail = await PostalMime.parse(received[0]?.bytes ?? '');
    expect(mail.messageId).toBe(`<${key}@paper.example>`);
    expect(mail.to).toMatchObject([{ address: 'ada@reader.example', name: 'Ada L.' }]);
    expect(mail.headers.filter((h) => h.key === 'list-unsubscribe')).toHaveLength(1);
  });

  it('sends many at once over few connections, and waits for them on close', async () => {
    let connections = 0;
    const { port, received } = await server({
      onConnect(_, done) {
        connections += 1;
        done();
      },
    });
    const channel = await open(port);
    const all = Promise.all(Array.from({ length: 20 }, () => channel.send(envelope(), begin)));
    await channel.close();
    expect((await all).every(({ state }) => state === 'sent')).toBe(true);
    expect(received).toHaveLength(20);
    expect(connections).toBeLessThanOrEqual(2);
  });

  it('logs in with the user and password given', async () => {
    const logins: string[] = [];
    const { port, received } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _, done) {
        logins.push(auth.username ?? '', auth.password ?? '');
        if (auth.password === 'secret') done(null, { user: 'me' });
        else done(new Error('no'));
      },
    });
    expect((await (await open(port, {}, 'me')).send(envelope(), begin)).state).toBe('sent');
    expect(logins).toEqual(['me', 'secret']);
    expect(received).toHaveLength(1);
  });

  it.each<[Phase, string | null, string, boolean]>([
    ['connect', null, 'deferred', true],
    ['connect', '554 5.3.2 go away', 'deferred', true],
    ['connect', '421 4.3.2 later', 'deferred', true],
    ['connect', '', 'deferred', true],
    ['EHLO', null, 'deferred', true],
    ['EHLO', '421 4.3.2 later', 'deferred', true],
    ['MAIL', '451 4.7.1 later', 'deferred', true],
    ['MAIL', '550 5.7.1 sender unknown', 'deferred', true],
    ['MAIL', null, 'deferred', true],
    ['RCPT', '450 4.2.1 <ada@reader.example> busy', 'deferred', false],
    ['RCPT', '550 5.1.1 <ada@reader.example> unknown', 'failed', false],
    ['RCPT', '530 5.7.0 log in first', 'deferred', true],
    ['RCPT', '421 4.3.2 later', 'deferred', true],
    ['RCPT', null, 'deferred', true],
    ['DATA', '451 4.3.0 later', 'deferred', true],
    ['DATA', '554 5.5.1 no', 'deferred', true],
    ['DATA', null, 'deferred', true],
    ['dot', '451 4.3.0 disk full', 'deferred', false],
    ['dot', '554 5.7.1 looks like spam', 'failed', true],
    ['dot', '421 4.3.2 shutting down', 'deferred', true],
    ['dot', null, 'in-doubt', true],
    ['dot', '', 'in-doubt', true],
    ['dot', 'what?', 'in-doubt', true],
    ['dot', '250 2.0.0 taken', 'sent', false],
  ])('at %s, %j: %s (server-wide: %s)', async (phase, fault, state, serverWide) => {
    const { port } = await faulty(phase, fault);
    const channel = await open(port, { greeting: 300, silence: 300 });
    const outcome = await channel.send(envelope(), begin);
    expect(outcome).toMatchObject({ state, serverWide });
    expect(outcome.detail).not.toContain('@');
    expect(outcome.detail).not.toBe('');
  });

  it('a connection cut in the middle of a long message is not in doubt', async () => {
    const { port, dots } = await faulty('body', null);
    const channel = await open(port);
    const outcome = await channel.send(envelope({ text: 'long line of text '.repeat(2_000_000) }), begin);
    expect(outcome).toMatchObject({ state: 'deferred', serverWide: true });
    expect(dots()).toBe(0);
  });

  it('a message that takes too long is given up: in doubt once it was handed over', async () => {
    const late = await faulty('dot', '');
    const channel = await open(late.port, { message: 200 });
    expect((await channel.send(envelope(), begin)).state).toBe('in-doubt');
    const mute = await faulty('MAIL', '');
    const other = await open(mute.port, { message: 200 });
    expect((await other.send(envelope(), begin)).state).toBe('deferred');
  });

  it('a refused connection is deferred, and the fault of the server as a whole', async () => {
    const unused = await faulty('connect', null);
    await cleanups.pop()?.();
    const channel = await open(unused.port);
    expect(await channel.send(envelope(), begin)).toMatchObject({ state: 'deferred', serverWide: true });
  });

  it('goes on with the next message after a refusal', async () => {
    const { port, received } = await server({
      onRcptTo({ address }, _, done) {
        done(address.startsWith('gone') ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null);
      },
    });
    const channel = await open(port, { connections: 1 });
    const gone = envelope({ to: { address: 'gone@reader.example', name: null } });
    expect((await channel.send(gone, begin)).state).toBe('failed');
    expect((await channel.send(envelope(), begin)).state).toBe('sent');
    expect(received.map(({ to }) => to)).toEqual([['ada@reader.example']]);
  });

  it('refuses to open without a server, before anything is recorded', async () => {
    const channel = channels.smtp.create({ outbox: 'unused', smtp: null, variable: () => null });
    await expect(channel.open()).rejects.toThrow(UserError);
    await channel.close();
  });

  it('requires TLS unless the host is this machine', () => {
    const at = (host: string, secure: boolean) =>
      connectionOptions({ host, port: 25, secure, user: null, password: null }, limits);
    expect(at('mail.example.org', false)).toMatchObject({ requireTLS: true });
    expect(at('mail.example.org', false).tls).toBeUndefined();
    expect(at('mail.example.org', true)).toMatchObject({ secure: true });
    expect(at('localhost', false)).toMatchObject({ requireTLS: false });
    expect(['localhost', '127.0.0.1', '::1', '[::1]'].every(isLoopback)).toBe(true);
    expect(['localhost.example.org', '127.example.org', '10.0.0.1', '1270.0.0.1'].some(isLoopback)).toBe(false);
  });
});
