import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import { subscribersIn } from '../../src/cli/everybody.ts';
import { fulfil, newSubscriber, request } from '../../src/subscribers/requests.ts';
import { verifyToken } from '../../src/subscribers/token.ts';
import { dice, keys, newKey, oldKey, preferences } from '../subscribers/people.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-everybody-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const at = '2026-06-18T06:00:00Z';
const roll = dice('everybody');
let out = '';
let folder = '';
let n = 0;

beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv('PAPERBOY_KEY', newKey);
  vi.stubEnv('PAPERBOY_FROM', 'Paperboy <papers@paper.example>');
  out = join(scratch, String(n++), 'out');
  folder = join(out, '..', 'subscriptions');
  mkdirSync(folder, { recursive: true });
});

async function cli(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const take = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const spy of spies) spy.mockImplementation(take as never);
  try {
    return {
      code: await main([...args, '--out', out, '--now', at, ...(args[0] === 'run' ? ['--subscriptions', folder] : [])]),
      text,
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Subscribes an address, confirmed. */
function subscribed(address: string, ...terms: string[]): Promise<string> {
  return subscribersIn(out).change(() => {
    const born = newSubscriber(address, preferences(...terms), { keys, now: at, how: 'hand', dice: roll });
    const sure = { type: 'confirmed', id: born.id, at, how: 'hand', epoch: 1 } as const;
    return { events: [{ type: 'key', keyId: keys.current.id, at }, born, sure], result: born.id };
  });
}
const sendAll = (...more: string[]) =>
  cli('run', join(root, 'dumps/2026-02-04-daily.json'), '--send', '--channel', 'directory', ...more);
const mails = async () => {
  const box = join(out, 'mail', 'outbox');
  const files = readdirSync(box).filter((name) => name.endsWith('.eml'));
  return Promise.all(files.map(async (name) => PostalMime.parse(readFileSync(join(box, name)))));
};
const header = (mail: Awaited<ReturnType<typeof mails>>[number], name: string) =>
  mail.headers.find(({ key }) => key === name)?.value;
const leave = (id: string) =>
  subscribersIn(out).change((book) =>
    fulfil(book, id, { type: 'unsubscribed', reason: 'asked' }, { now: at, how: 'web' }),
  );

describe('subscribers of the store', () => {
  it('get their digests beside those of the files, and leave by a token', async () => {
    writeFileSync(join(folder, 'ben.yaml'), 'address: ben@reader.example\ntopics:\n  Anything: [model, agent]\n');
    const id = await subscribed('ada@reader.example', 'model', 'agent');
    const { code, text } = await sendAll();
    expect([code, text.includes('ada@')]).toEqual([0, false]);
    const all = await mails();
    expect(all.map(({ to }) => to?.[0]?.address).sort()).toEqual(['ada@reader.example', 'ben@reader.example']);
    const mail = all.find(({ to }) => to?.[0]?.address === 'ada@reader.example')!;
    const token = /subject=unsubscribe%20([a-z2-7]+)>$/.exec(header(mail, 'list-unsubscribe')!)![1]!;
    const checks = { purposes: ['unsubscribe'] as const, keys, now: '2036-01-01T00:00:00Z', retired: new Map() };
    expect(verifyToken(token, checks)).toMatchObject({ ok: true, claim: { id } });
    expect(header(mail, 'list-unsubscribe-post')).toBeUndefined();
    expect(mail.html).toContain(token);
    expect(mail.text).toContain('for you because');
    expect(mail.text).not.toContain(`for ${id}`);
    // Nothing of it is public, and nowhere below the state stands an address.
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.startsWith('public') && name.includes(id))).toEqual([]);
    for (const name of files.filter((one) => /^(?:state|public)/.test(one) && statSync(join(out, one)).isFile())) {
      expect(readFileSync(join(out, name), 'utf8').includes('ada@'), name).toBe(false);
    }
    expect((await cli('deliveries')).text).toContain(id);
  });

  it('get the link for one click where a server answers', async () => {
    vi.stubEnv('PAPERBOY_SERVER_URL', 'https://papers.example.org/');
    await subscribed('ada@reader.example', 'model');
    await sendAll();
    const [mail] = await mails();
    const expected =
      /^<https:\/\/papers\.example\.org\/mail\/unsubscribe\/[a-z2-7]{56}>, <mailto:papers@paper\.example\?subject=unsubscribe%20[a-z2-7]{56}>$/;
    expect(header(mail!, 'list-unsubscribe')).toMatch(expected);
    expect(header(mail!, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  it('get nothing unconfirmed, after leaving, or while they pause', async () => {
    const [left, paused] = [
      await subscribed('left@reader.example', 'model'),
      await subscribed('paused@reader.example', 'model'),
    ];
    await leave(left);
    await subscribersIn(out).change((book) =>
      fulfil(book, paused, { type: 'paused', until: '2026-06-30' }, { now: at, how: 'web' }),
    );
    const proposal = { kind: 'preferences', preferences: preferences('model') } as const;
    await subscribersIn(out).change((book) =>
      request(book, 'pending@reader.example', proposal, { keys, now: at, how: 'web', dice: roll }),
    );
    await subscribed('ada@reader.example', 'model');
    const { code } = await sendAll();
    expect(code).toBe(0);
    expect((await mails()).map(({ to }) => to?.[0]?.address)).toEqual(['ada@reader.example']);
  });

  it('are refused when a file takes their id, and not mailed without the key, which is said once', async () => {
    const id = await subscribed('ada@reader.example', 'model');
    await subscribed('cleo@reader.example', 'agent');
    vi.stubEnv('PAPERBOY_KEY', oldKey);
    const { code, text } = await sendAll();
    expect(code).toBe(4);
    expect(text.match(/subscribers are not mailed: PAPERBOY_KEY does not hold the key/g)).toHaveLength(1);
    vi.stubEnv('PAPERBOY_KEY', `${oldKey} ${newKey}`);
    writeFileSync(join(folder, 'x.yaml'), `id: ${id}\naddress: x@reader.example\ntopics:\n  A: [model]\n`);
    const clash = await sendAll();
    expect(clash.code).toBe(2);
    expect(clash.text).toContain(`the id "${id}" is that of a subscriber`);
  });

  it('who leave after the run began are not mailed', async () => {
    const id = await subscribed('ada@reader.example', 'model');
    const { loadEverybody } = await import('../../src/cli/everybody.ts');
    const places = { subscriptionsDir: folder, outDir: out, serverUrl: null };
    const everybody = await loadEverybody(places, { PAPERBOY_KEY: newKey }, at);
    expect(everybody.withdrawn(id)).toBe(false);
    await leave(id);
    expect(everybody.withdrawn(id)).toBe(true);
    expect(everybody.withdrawn('ben')).toBe(false);
    // And that this is asked right before MAIL FROM is test/pipeline/withdrawn.test.ts.
  });

  it('whose digest comes back as undeliverable get no more; a subscription of a file is suppressed', async () => {
    writeFileSync(join(folder, 'ben.yaml'), 'address: ben@reader.example\ntopics:\n  Anything: [model, agent]\n');
    const id = await subscribed('ada@reader.example', 'model', 'agent');
    await sendAll();
    const reports = (await mails()).map(({ messageId }, n) => {
      const path = join(out, '..', `report-${n}.eml`);
      const fields = 'Reporting-MTA: dns; mx.example\n\nAction: failed\nStatus: 5.1.1';
      writeFileSync(
        path,
        `From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMessage-ID: <r${n}@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n${fields}\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\n\n.\n--b--\n`,
      );
      return path;
    });
    const { code, text } = await cli('inbox', ...reports, '--channel', 'directory');
    expect([code, text.match(/bounced 5\.1\.1/g)?.length]).toEqual([0, 2]);
    expect((await subscribersIn(out).read()).get(id)?.state).toBe('bounced');
    const { suppressions } = JSON.parse((await cli('deliveries', '--json')).text);
    expect(suppressions).toMatchObject([{ subject: 'ben', keyId: null, reason: 'bounced 5.1.1' }]);
  });
});
