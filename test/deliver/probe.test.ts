import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import type { SmtpServer } from '../../src/deliver/channel.ts';
import { limitsFrom } from '../../src/deliver/smtp/limits.ts';
import { probeSmtp } from '../../src/deliver/smtp/probe.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-probe-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const limits = limitsFrom({ variable: () => null });
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A key and a certificate for localhost that nobody but itself has signed. */
function certificate(): { key: Buffer; cert: Buffer } | null {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(scratch, name));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const { status } = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '20'],
    ...[...subject, '-keyout', key!, '-out', cert!],
  ]);
  return status === 0 ? { key: readFileSync(key!), cert: readFileSync(cert!) } : null;
}
const own = certificate();

/** A mail server that knows one user; notes whether anybody began a mail. */
async function start(
  options: ConstructorParameters<typeof SMTPServer>[0] = {},
): Promise<{ port: number; mails: number }> {
  const seen = { port: 0, mails: 0 };
  const server = new SMTPServer({
    logger: false,
    authMethods: ['PLAIN'],
    // As lax as a server can be: what is asked for is asked for by us.
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'ada@example.org' && password === 'right'
        ? done(null, { user: username })
        : done(new Error(`unknown user ${username}`)),
    onMailFrom: (_, __, done) => {
      seen.mails++;
      done();
    },
    ...(own ?? {}),
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise<void>((resolve) => server.close(resolve)));
  seen.port = (server.server.address() as AddressInfo).port;
  return seen;
}

const at = (port: number, parts: Partial<SmtpServer> = {}): SmtpServer => ({
  ...{ host: 'localhost', port, secure: false, user: 'ada@example.org', password: new Secret('right') },
  ...parts,
});

describe.skipIf(own === null)('a server that is asked whether it would take mail', () => {
  const trusted = () => ({ ca: own!.cert, strict: true });

  it.each([true, false])('lets us in over TLS (at once: %s), and gets no mail', async (secure) => {
    const server = await start({ secure });
    const probe = await probeSmtp(at(server.port, { secure }), limits, trusted());
    expect(probe).toMatchObject({ reached: 'done', fault: null, loggedIn: true, tls: { version: 'TLSv1.3' } });
    const days = (probe.tls.validTo!.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(18);
    expect(days).toBeLessThan(21);
    expect(server.mails).toBe(0);
  });

  it('asks for no password where there is none', async () => {
    const { port } = await start({ authOptional: true });
    const probe = await probeSmtp(at(port, { user: null, password: null }), limits, trusted());
    expect(probe).toMatchObject({ reached: 'done', loggedIn: null });
  });

  it.each([
    ['a wrong password', {}, { password: new Secret('wrong') }, 'login', 'it refuses the user or the password (535)'],
    ['a certificate of its own', {}, {}, 'tls', 'its certificate is self-signed'],
    ['the same, with TLS at once', { secure: true }, { secure: true }, 'tls', 'its certificate is self-signed'],
    ['no STARTTLS', { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] }, {}, 'tls', /^it offers no STARTTLS/],
    ['TLS where there is none', {}, { secure: true }, 'tls', 'it does not speak TLS on this port'],
    ['no way to log in', { disabledCommands: ['AUTH'] }, {}, 'login', /^it /],
  ])('says so: %s', async (name, options, parts, reached, fault) => {
    const { port } = await start(options as object);
    const ca = name === 'a wrong password' || name === 'no way to log in' ? trusted() : { strict: true };
    const probe = await probeSmtp(at(port, parts), limits, ca);
    expect(probe.reached).toBe(reached);
    expect(probe.fault).toEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault));
    expect(JSON.stringify(probe)).not.toMatch(/ada@|wrong|right/);
  });

  it('says so: a certificate for another name', async () => {
    const { port } = await start({ secure: true });
    const probe = await probeSmtp(at(port, { host: '127.0.0.1', secure: true }), limits, trusted());
    expect(probe).toMatchObject({ reached: 'tls', fault: 'its certificate is for another name' });
  });

  it('is as lenient on this machine as sending is', async () => {
    const { port } = await start({ hideSTARTTLS: true });
    const probe = await probeSmtp(at(port), limits);
    expect(probe).toMatchObject({ reached: 'done', loggedIn: true, tls: { version: null, validTo: null } });
  });
});

describe('a server that is none', () => {
  it('says so: nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await probeSmtp(at(port, { host: '127.0.0.1' }), limits)).toMatchObject({
      reached: 'connect',
      fault: 'it refuses the connection',
    });
  });

  it.each([
    ['speaks another language', (port: number) => port, 'HTTP/1.1 400 Bad Request\r\n\r\n', /^it /],
    ['hangs up', (port: number) => port, null, /^it ended the connection$/],
  ])('says so: it %s', async (_, portOf, greeting, fault) => {
    const server = createServer((socket) => socket.end(greeting ?? ''));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const probe = await probeSmtp(at(portOf(port), { host: '127.0.0.1' }), limits);
    expect(probe).toMatchObject({ reached: 'connect', fault: expect.stringMatching(fault) });
  });

  it('says so: it says nothing', async () => {
    const sockets: { destroy(): void }[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const quick = { ...limits, connect: 200, greeting: 200 };
    const probe = await probeSmtp(at(port, { host: '127.0.0.1' }), quick);
    for (const socket of sockets) socket.destroy();
    expect(probe).toMatchObject({ reached: 'connect', fault: 'it does not answer in time' });
  });
});
