import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Serving, startServer } from '../../src/cli/serve/start.ts';
import { cli, root } from '../docs/support.ts';

let folder: string;
let serving: Serving | null = null;
const said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-serve-'));
  vi.stubEnv('PAPERBOY_KEY', 'a-key-for-tests-0123456789');
  vi.stubEnv('PAPERBOY_FROM', 'Paperboy <papers@example.org>');
});
afterEach(async () => {
  await serving?.close();
  serving = null;
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const out = (...parts: string[]): string => join(folder, 'out', ...parts);
const run = (dump: string, ...more: string[]) =>
  cli('run', `${root}dumps/${dump}`, '--subscriptions', folder, '--out', out(), ...more);
const dumps = readdirSync(`${root}dumps`)
  .filter((name) => /\.(?:txt|json)$/.test(name))
  .sort();

async function start(): Promise<(path: string, fields?: Record<string, string>) => Promise<string>> {
  serving = await startServer(
    { host: '127.0.0.1', port: 0, hops: 0, flags: { out: out(), channel: 'directory' } },
    (line) => said.push(line),
  );
  const { url } = serving;
  return async (path, fields) => {
    const answer = await fetch(
      new URL(path, url),
      fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) },
    );
    expect(answer.status, path.slice(0, 20)).toBeLessThan(400);
    return answer.text();
  };
}

async function mailsIn(place: string): Promise<{ html: string; text: string; headers: string }[]> {
  const files = readdirSync(out('mail', place)).filter((name) => name.endsWith('.eml'));
  return Promise.all(
    files.map(async (name) => {
      const raw = readFileSync(out('mail', place, name));
      const { html = '', text = '' } = await PostalMime.parse(raw);
      return { html, text, headers: raw.toString().split('\r\n\r\n')[0]! };
    }),
  );
}

const pathOf = (text: string, purpose: string): string =>
  new RegExp(`/mail/${purpose}/[a-z2-7]+(?:/[a-z]+)?`).exec(text)![0];

it('from the page to the letter, to the digest with its links, and out again', async () => {
  await run(dumps[0]!);
  const ask = await start();
  const form = /name="form" value="([^"]+)"/.exec(await ask('/mail/'))![1]!;
  const fields = { form, topics: 'the, model, agents, learning', cadence: 'instant', hour: '0', zone: 'UTC' };
  expect(await ask('/mail/', { ...fields, do: 'preview' })).toMatch(/papers? of late/);
  await ask('/mail/', { ...fields, do: 'subscribe', address: 'ada@example.org' });
  await expect
    .poll(() => readdirSync(out('mail', 'letters')).filter((name) => name.endsWith('.eml')).length, { timeout: 20_000 })
    .toBe(1);
  const [letter] = await mailsIn('letters');
  expect(letter!.headers).toMatch(/^To: ada@example\.org$/m);
  // No word that somebody typed goes to an address that they named.
  expect(letter!.html + letter!.text).not.toMatch(/agents|learning/);
  expect(await ask(pathOf(letter!.text, 'confirm'), { yes: '1' })).toContain('You are subscribed');

  // Two runs: a subscriber starts with what comes after it was first seen.
  vi.stubEnv('PAPERBOY_SERVER_URL', serving!.url);
  await run(dumps[1]!, '--send', '--channel', 'directory');
  await run(dumps[2]!, '--send', '--channel', 'directory');
  const [digest] = await mailsIn('outbox');
  expect(digest!.text).toContain('Fewer like this:');
  expect(await ask(pathOf(digest!.html, 'view'))).toContain('This mail on the web');
  expect(await ask(pathOf(digest!.html, 'tune'))).toContain('Fewer like this');
  expect(await ask(pathOf(digest!.html, 'preferences'))).toContain('the, model, agents, learning');
  const leave = pathOf(digest!.html, 'unsubscribe');
  expect(await ask(leave, { 'List-Unsubscribe': 'One-Click' })).toContain('You are unsubscribed');
  expect(readFileSync(out('state', 'subscribers.jsonl'), 'utf8')).toContain('"unsubscribed"');
  expect(said).toEqual([]);
  const journal = readFileSync(out('state', 'subscribers.jsonl'), 'utf8');
  expect(journal).not.toContain('ada@example.org');
});

it('refuses to start without a key, a sender, or a port', async () => {
  await start();
  const port = new URL(serving!.url).port;
  const options = ['serve', '--channel', 'directory', '--out', out()];
  expect(await cli(...options, '--port', port)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('EADDRINUSE'),
  });
  expect(await cli(...options, '--port', 'http')).toMatchObject({ code: 2 });
  expect(await cli(...options, '--trusted-hops', '-1')).toMatchObject({ code: 2 });
  vi.stubEnv('PAPERBOY_KEY', '');
  expect(await cli(...options)).toMatchObject({ code: 2, stderr: expect.stringContaining('PAPERBOY_KEY is not set') });
  vi.stubEnv('PAPERBOY_KEY', 'short');
  expect(await cli(...options)).toMatchObject({ code: 2, stderr: expect.not.stringContaining('short\n') });
  vi.stubEnv('PAPERBOY_KEY', 'a-key-for-tests-0123456789');
  vi.stubEnv('PAPERBOY_FROM', '');
  expect(await cli(...options)).toMatchObject({ code: 2, stderr: expect.stringContaining('no sender') });
});
