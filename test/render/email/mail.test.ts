import { beforeAll, describe, expect, test } from 'vitest';
import { createMailRenderer, type MailRenderer } from '../../../src/render/email/index.ts';
import { columns } from '../../../src/render/words.ts';
import { CONTEXT, digest, item, match, memoryCache, paper, READER, templates, typicalDigest } from './sample.ts';

let renderer: MailRenderer;
beforeAll(async () => {
  renderer = await createMailRenderer(templates(), memoryCache());
});

// Update with: npx vitest run test/render/email -u
const golden = (file: string): string => `../../golden/email/${file}`;

test('a typical digest', async () => {
  const message = renderer.render(typicalDigest(), READER, CONTEXT);
  await expect(message.html).toMatchFileSnapshot(golden('typical.html'));
  await expect(message.text).toMatchFileSnapshot(golden('typical.txt'));
  const headers = `Subject: ${message.subject}\nDate: ${message.date}\nMessage key: ${message.messageKey}\n`;
  await expect(headers).toMatchFileSnapshot(golden('typical.headers.txt'));
});

test('the same digest gives the same bytes, also from another renderer and after other mails', async () => {
  const other = await createMailRenderer(templates(), memoryCache());
  other.render(digest([item(paper({ title: 'Something else' }))]), { ...READER, locale: 'de' }, CONTEXT);
  const message = renderer.render(typicalDigest(), READER, CONTEXT);
  expect(other.render(typicalDigest(), READER, CONTEXT)).toEqual(message);
  expect(other.render(typicalDigest(), READER, CONTEXT)).toEqual(message);
});

test('a paper that changed without a revision gets a new card', () => {
  const before = paper({ title: 'A title', upvotes: 1 });
  const after = { ...before, upvotes: 2 };
  const html = (shown: typeof before): string => renderer.render(digest([item(shown)]), READER, CONTEXT).html;
  expect(html(before)).toContain('1\u00a0upvote<');
  expect(html(after)).toContain('2\u00a0upvotes<');
});

test('the message key depends on subscription, channel and digest id only, and is an ASCII local part', () => {
  const key = (given: object): string =>
    renderer.render(digest([item(paper({ title: 'T' }))], given), READER, CONTEXT).messageKey;
  const base = key({});
  expect(base).toMatch(/^[a-z0-9.]{8,64}$/);
  expect(key({ rolledOver: 9 })).toBe(base);
  expect(new Set([base, key({ subscription: 'b' }), key({ channel: 'b' }), key({ id: 'b' })]).size).toBe(4);
  // No two parts run together.
  expect(key({ subscription: 'a', channel: 'bc' })).not.toBe(key({ subscription: 'ab', channel: 'c' }));
});

test('the date is that of the digest, in UTC', () => {
  expect(renderer.render(digest([], { date: '2026-01-01' }), READER, CONTEXT).date).toBe(
    'Thu, 01 Jan 2026 06:00:00 +0000',
  );
});

describe('subject', () => {
  const subject = (items: Parameters<typeof digest>[0], locale = 'en-GB'): string =>
    renderer.render(digest(items), { ...READER, locale }, CONTEXT).subject;
  const one = (title: string, given = {}): ReturnType<typeof item> => item(paper({ title }), given);

  test('names the busiest topic, its papers and the day', () => {
    expect(subject([one('A'), one('B'), one('C')])).toBe('Reward models: 3 new papers · 31 Oct');
    expect(subject([one('A'), one('B', { topic: 'Agents' }), one('C', { topic: 'Agents' })])).toBe(
      'Agents: 2 new papers, 1 on other topics · 31 Oct',
    );
    expect(subject([one('A', { kind: 'revised' })])).toBe('Reward models: 1 revised paper · 31 Oct');
    expect(subject([one('A')], 'en-US')).toBe('Reward models: 1 new paper · Oct 31');
    expect(subject([])).toBe('Paperboy: Nothing new matched your topics. · 31 Oct');
  });

  test('is one line of at most 100 characters without controls, whatever the topic is called', () => {
    const topic = `Very\r\nBcc: x\u0000 ${'long '.repeat(60)}`;
    const kinds = ['new', 'revised', 'enriched', 'relisted'] as const;
    const line = subject([...kinds.map((kind) => one(kind, { topic, kind })), one('other')]);
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(line).toMatch(/^Very Bcc: x long .*… *: .* · 31 Oct$/);
  });
});

test('locale: dates are the reader’s, in UTC; words without a catalogue are English and say so', () => {
  const message = renderer.render(typicalDigest(), { ...READER, locale: 'de-AT' }, CONTEXT);
  expect(message.html).toContain('lang="de-AT">Freitag, 31. Oktober 2025<');
  expect(message.html).toMatch(/<html lang="en" dir="ltr"/);
  expect(renderer.render(typicalDigest(), { ...READER, locale: 'not a tag' }, CONTEXT).html).toContain(
    '<html lang="en"',
  );
});

describe('what a card says', () => {
  const card = (...given: Parameters<typeof item>): string => {
    const html = renderer.render(digest([item(...given)]), READER, CONTEXT).html;
    return html.slice(html.indexOf('<h3'), html.indexOf('</p></div>', html.indexOf('<h3')));
  };

  test('a paper of which nothing is known has a title, a reason and a link to search', () => {
    const html = card(paper({ title: 'Q' }));
    expect(html).toContain('href="https://huggingface.co/papers?q&#x3D;Q"');
    expect(html).toContain('>Find on Hugging Face</a>');
    expect(html).not.toMatch(/null|undefined|NaN|class="meta"/);
  });

  test('people, singular and plural', () => {
    expect(card(paper({ title: 'T', authorCount: 1 }))).toContain('1\u00a0author<');
    expect(card(paper({ title: 'T', authorCount: 664 }))).toContain('664\u00a0authors<');
    expect(card(paper({ title: 'T', authors: ['A', 'B', 'C'] }))).toContain('<bdi>A, B and C</bdi>');
    expect(card(paper({ title: 'T', authors: ['A', 'B', 'C', 'D'], authorCount: 6 }))).toContain('A, B and 4 others<');
    expect(card(paper({ title: 'T', organization: { handle: 'o', name: 'O' }, authorCount: 3 }))).toContain(
      '<bdi>O</bdi> · 3\u00a0authors<',
    );
  });

  test('badges tell what happened; a new paper has none', () => {
    const links = [{ rel: 'code' as const, url: 'https://code.example.org/x' }];
    const fields = [{ field: 'links', before: null, after: 'https://code.example.org/x' }];
    expect(card(paper({ title: 'T' }))).not.toContain('badge');
    expect(card(paper({ title: 'T', links }), { kind: 'enriched', fields })).toContain('>Code added<');
    expect(card(paper({ title: 'T' }), { kind: 'enriched', fields })).toContain('>Details added<');
    expect(card(paper({ title: 'T' }), { kind: 'relisted' })).toContain('>Back on the list<');
    const retitled = [{ field: 'title', before: 'S', after: 'T' }];
    expect(card(paper({ title: 'T' }), { kind: 'revised', fields: retitled })).toContain('>Retitled<');
  });

  test('the reason names each term once, and the other topics', () => {
    const terms = ['a1', 'a2', 'a3', 'a1', 'a4', 'a5', 'a6', 'a7', 'a8'];
    const matches = [match('Other', ['o1'], 9), match('Reward models', terms, 3)];
    expect(card(paper({ title: 'T' }), { matches })).toContain(
      'Why: <b>a1</b>, <b>a2</b>, <b>a3</b>, <b>a4</b>, <b>a5</b>, <b>a6</b>, 3 more · also in Other',
    );
    expect(card(paper({ title: 'T' }), { matches: [match('Reward models', [])] })).toContain('<b>the whole topic</b>');
  });

  test('every link makes sense alone', () => {
    const html = renderer.render(typicalDigest(), READER, CONTEXT).html;
    const labels = [
      ...html.matchAll(/aria-label="((?:Page|arXiv|PDF|Code|Project|Find on Hugging Face): [^"]{10,})">([^<]+)</g),
    ];
    expect(labels.length).toBe(16);
    for (const [, label, text] of labels) expect(label?.startsWith(text ?? '?')).toBe(true);
    expect(new Set(labels.map(([, label]) => label)).size).toBe(labels.length);
  });
});

describe('how to leave', () => {
  const render = (mailto: string | null): { html: string; text: string } =>
    renderer.render(digest([item(paper({ title: 'T' }))]), READER, { siteUrl: null, mailto });

  test('by mail, when there is an address', () => {
    const mail = 'mailto:leave@example.org?subject=unsubscribe%20ada';
    expect(render('leave@example.org').text).toContain(mail);
    expect(render('leave@example.org').html).toContain(`href="${mail.replace('=', '&#x3D;')}"`);
    expect(render('mailto:leave@example.org?subject=x').text).toContain('mailto:leave@example.org?subject=x\n');
  });

  test('by asking, when there is none', () => {
    expect(render(null).html).toContain('remove the subscription “ada”');
    expect(render(null).html).not.toContain('mailto:');
  });

  test('an address or site that is no such thing is an error', () => {
    for (const bad of ['nobody', 'a@b@c', 'a@b,c@d', 'a@b?x=<', 'a b@c', 'javascript:alert(1)']) {
      expect(() => render(bad)).toThrow(/not a plain e-mail address/);
    }
    const context = { siteUrl: 'javascript:alert(1)', mailto: null };
    expect(() => renderer.render(typicalDigest(), READER, context)).toThrow(/http/);
  });
});

describe('text twin', () => {
  test('is wrapped at 72 columns; only addresses may be longer', () => {
    const long = `${'word '.repeat(40)}${'x'.repeat(200)} ${'汉字'.repeat(60)} end`;
    const items = [item(paper({ title: long, abstract: long }), { topic: long, matches: [match(long, [long])] })];
    const { text } = renderer.render(digest(items), READER, CONTEXT);
    const lines = text.split('\n');
    expect(
      lines.filter(
        (line) => columns(line) > 72 && !/^\s*(\w+\s+|Find on Hugging Face\s+)?(https?|mailto):\S+$/.test(line),
      ),
    ).toEqual([]);
    expect(lines.filter((line) => columns(line) > 66).length).toBeGreaterThan(5);
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  test('has every paper in the order of the HTML, with the same links', () => {
    const { html, text } = renderer.render(typicalDigest(), READER, CONTEXT);
    const flat = text.replace(/\s+/g, ' ');
    const titles = typicalDigest().items.map((i) => i.paper.title);
    for (const whole of [html, flat]) {
      const places = titles.map((title) => whole.indexOf(title, whole.indexOf('31 October')));
      expect(places.every((place) => place > 0)).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
    const urls = [...html.matchAll(/href="(http[^"]+)" aria/g)].map((found) => found[1]?.replaceAll('&#x3D;', '='));
    expect([...text.matchAll(/ (https?:\S+)$/gm)].map((found) => found[1])).toEqual([
      ...urls,
      'https://papers.example.org/',
    ]);
  });
});
