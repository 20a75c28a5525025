import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLetters } from '../../src/cli/inbox-job.ts';
import { linkingOf } from '../../src/cli/linking.ts';
import { confirmLetters } from '../../src/cli/serve/letters.ts';
import { ownTemplates } from '../../src/config/settings-table.ts';
import type { Envelope } from '../../src/deliver/channel.ts';
import { createMailRenderer } from '../../src/render/email/index.ts';
import { memoryCache, templates, typicalDigest } from '../render/email/sample.ts';
import { keysOf, newKey } from '../subscribers/people.ts';
import { type Place, place, resolved } from './support.ts';

const url = 'https://papers.example.org';
let here: Place;
beforeEach(async () => {
  here = await place({ serverUrl: url, key: newKey });
});
afterEach(() => here.close());

/** The links to this server in all the mails there are: of a digest and of a letter to confirm; HTML and text. */
async function linksOfMails(): Promise<string[]> {
  const id = await here.member('ada@example.org');
  await here.signUp('eve@example.org');
  await here.parts.later.drain();
  const now = new Date(here.time * 1000).toISOString();
  let letter = '';
  const post = {
    keys: keysOf(newKey),
    from: { address: 'papers@example.org', name: null },
    mailbox: 'papers@example.org',
    own: () => url,
    say: () => {},
  };
  const channel = {
    open: async () => {},
    close: async () => {},
    send: async ({ message }: Envelope) => {
      letter = message.html + message.text;
      return { state: 'sent' as const, detail: '', serverWide: false };
    },
  };
  await confirmLetters({ ...post, channel }, await readLetters(ownTemplates))(here.letters[0]!);
  const digest = { ...typicalDigest(), subscription: id };
  const links = linkingOf(url, keysOf(newKey), now)(digest);
  const token = here.token('unsubscribe', id);
  const leave = { token, url: `${url}/mail/unsubscribe/${token}` };
  const renderer = await createMailRenderer(templates(), memoryCache());
  const mail = renderer.render(digest, { id, name: null, locale: 'en' }, { siteUrl: null, mailto: null, leave, links });
  const all = [letter, mail.html, mail.text].flatMap(
    (part) => part.match(/https:\/\/papers\.example\.org\/[^\s"<]+/g) ?? [],
  );
  return [...new Set(all)].map((link) => link.slice(url.length));
}

describe('scanners of links', () => {
  it('a thousand GET and HEAD of all links of all mails, and of what these pages link to, change nothing', async () => {
    const links = await linksOfMails();
    expect(links.map((link) => link.replace(/[a-z2-7]{40,}/, 'TOKEN')).sort()).toEqual([
      '/mail/confirm/TOKEN',
      '/mail/preferences/TOKEN',
      '/mail/tune/TOKEN/fewer',
      '/mail/tune/TOKEN/more',
      '/mail/tune/TOKEN/mute',
      '/mail/tune/TOKEN/weekly',
      '/mail/unsubscribe/TOKEN',
      '/mail/view/TOKEN',
    ]);
    const before = here.journal();
    const seen = new Set(links);
    let requests = 0;
    for (let turn = 0; requests < 1_000; turn++) {
      for (const path of [...seen]) {
        const headers = turn % 2 === 0 ? {} : { purpose: 'prefetch', 'x-moz': 'prefetch', 'user-agent': 'Scanner' };
        const method = turn % 3 === 1 ? 'HEAD' : 'GET';
        const answer = await here.app.request(path, { method, headers });
        requests++;
        // This sample mail was never planned, so there is nothing to show of it.
        if (!path.startsWith('/mail/view/')) expect(answer.status, path).toBeLessThan(400);
        for (const [, href] of (await answer.text()).matchAll(/(?:href|action|src)="([^"#]+)"/g)) {
          const found = resolved(href!.replaceAll('&#x3D;', '='), path);
          if (found.startsWith('/mail/')) seen.add(found);
        }
      }
    }
    // It followed links and the targets of forms, too.
    expect(seen.size).toBeGreaterThan(links.length + 4);
    expect(here.journal()).toBe(before);
    expect(here.parts.later.waiting).toBe(0);
    expect(here.errors).toEqual([]);
  });

  it('would see a change: one POST', async () => {
    const links = await linksOfMails();
    const before = here.journal();
    await here.post(links.find((link) => link.startsWith('/mail/unsubscribe/'))!, { 'List-Unsubscribe': 'One-Click' });
    expect(here.journal()).not.toBe(before);
  });
});
