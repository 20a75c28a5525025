import { beforeAll, describe, expect, test } from 'vitest';
import {
  createMailRenderer,
  type MailRenderer,
  placed,
  TemplateError,
  templatesFor,
} from '../../../src/render/email/index.ts';
import { contrast, GROUND, readTheme } from '../../../src/render/email/theme.ts';
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
  const message = renderer.render(typicalDigest(), { ...READER, locale: 'fr-CA' }, CONTEXT);
  expect(message.html).toContain('lang="fr-CA">vendredi 31 octobre 2025<');
  expect(message.html).toMatch(/<html lang="en" dir="ltr"/);
  expect(renderer.render(typicalDigest(), { ...READER, locale: 'not a tag' }, CONTEXT).html).toContain(
    '<html lang="en"',
  );
});

test('German: words, numbers and dates, in both parts and in the subject', () => {
  const { html, text, subject } = renderer.render(typicalDigest(), { ...READER, locale: 'de' }, CONTEXT);
  expect(html).toMatch(/<html lang="de" dir="ltr"/);
  expect(subject).toBe('Reward models: 2 neue Papers, 1 überarbeitet, 2 zu anderen Themen · 31. Okt.');
  for (const part of [html, text]) {
    expect(part).toContain('3 neue Papers für Sie');
    expect(part).toContain('Überarbeitet und ergänzt');
    expect(part).not.toMatch(/\b(?:new paper|revised|authors?|upvotes?|Why:|unsubscribe by|on the web)\b/);
  }
});

test('several days: the period in the masthead and the subject, and a chart that needs no image', () => {
  const editions = ['2025-10-27.1', '2025-10-29.1', '2025-10-31.1'];
  const week = renderer.render({ ...typicalDigest(), editions }, READER, CONTEXT);
  expect(week.html).toContain('>27–31 October 2025<');
  expect(week.subject).toMatch(/ · 27–31 Oct$/);
  expect(week.html).toContain('>Papers by topic</caption>');
  expect(week.html.match(/class="bar"/g)?.length).toBe(2);
  expect(week.text).toMatch(/^ {2}Reward models {10}#{30} 3\n {2}Agents that use tools {2}#{20} 2$/m);
  const turn = renderer.render({ ...typicalDigest(), editions: ['2025-09-30.1', ...editions] }, READER, CONTEXT);
  expect(turn.html).toContain('>30 September – 31 October 2025<');
  // With one topic the days are compared; with two days, or one bar, there is nothing to see.
  const one = typicalDigest().items.slice(0, 3);
  const days = one.map((i, n) => ({ ...i, paper: { ...i.paper, edition: editions[n] ?? '' } }));
  const byDay = renderer.render(digest(days, { editions }), READER, CONTEXT);
  expect(byDay.text).toContain('Papers by day\n  Mon 27');
  for (const fewer of [editions.slice(1), ['2025-10-31.1', '2025-10-31.2'], []]) {
    const { html } = renderer.render({ ...typicalDigest(), editions: fewer }, READER, CONTEXT);
    expect(html).not.toContain('<caption');
  }
  expect(renderer.render(digest(one, { editions }), READER, CONTEXT).html).not.toContain('<caption');
});

test('a quiet day says what was looked for', () => {
  const quiet = renderer.render(digest([]), { ...READER, topics: ['Reward models', 'Agents'] }, CONTEXT);
  for (const part of [quiet.html, quiet.text.replace(/\s+/g, ' ')]) {
    expect(part).toContain('Nothing new for you today');
    expect(part).toContain('Paperboy looked for Reward models and Agents, and will look again');
  }
  expect(renderer.render(digest([]), READER, CONTEXT).html).toContain('Nothing new matched your topics.');
});

test('a summary written by a machine is labelled, in both parts', () => {
  const shown = paper({ title: 'T', abstract: 'We do x.', aiSummary: 'It does x & y.' });
  const { html, text } = renderer.render(digest([item(shown)]), READER, CONTEXT);
  expect(html).toContain('<span class="ai">AI summary:</span> It does x &amp; y.</p>');
  expect(text).toContain('  AI summary: It does x & y.\n');
  const own = renderer.render(digest([item({ ...shown, aiSummary: null })]), READER, CONTEXT);
  expect(own.html + own.text).not.toContain('AI summary:');
});

test('what changed has a section of its own, after the topics, and says which topic it is of', () => {
  const { html } = renderer.render(typicalDigest(), READER, CONTEXT);
  const headings = [...html.matchAll(/<h2[^>]*><span dir="auto">([^<]*)/g)].map(([, name]) => name);
  expect(headings).toEqual(['Reward models', 'Agents that use tools', 'Revised and enriched']);
  expect(html).toContain('Why: <span dir="auto">Agents that use tools</span> · <b>agent</b>');
});

describe('themes', () => {
  const themed = (given: object): Promise<MailRenderer> => {
    const theme = { logo: 'Paperboy', accent: '#97401f', width: 600, ...given };
    return createMailRenderer({ ...templates(), 'theme.json': JSON.stringify(theme) }, memoryCache());
  };

  test('colour, logo and width come from four tokens', async () => {
    const own = await themed({ logo: 'R & D "Weekly"', accent: '#005f73', width: 680 });
    const { html, text, subject } = own.render(typicalDigest(), READER, CONTEXT);
    expect(html).toContain('>R &amp; D &quot;Weekly&quot;</h1>');
    expect(text).toMatch(/^R & D "Weekly"\n/);
    expect(html).toContain('max-width:680px');
    expect(html).toContain('#005f73');
    expect(html + text).not.toMatch(/#97401f|\[\[|Paperboy<\/h1>/);
    expect(own.render(digest([]), READER, CONTEXT).subject).toMatch(/^R & D "Weekly": /);
    expect(subject).toMatch(/^Reward models/);
  });

  test.each([
    [{ accent: '#ffcc00' }, /accent #ffcc00 has a contrast of 1\.5 on #ffffff; it needs 4\.5/],
    [{ accentDark: '#333333' }, /accentDark #333333 has a contrast of/],
    [{ accent: 'red' }, /accent must be a colour/],
    [{ accent: '#97401f;}' }, /accent must be a colour/],
    [{ logo: '<b>x</b>' }, /logo must be/],
    [{ logo: '{{7*7}}' }, /logo must be/],
    [{ logo: '' }, /logo must be/],
    [{ width: '600' }, /width must be/],
    [{ width: 100 }, /width must be/],
    [{ colour: '#000000' }, /no token "colour"/],
  ])('%j is refused', async (given, problem) => {
    await expect(themed(given)).rejects.toThrow(problem);
  });

  test('a theme that is no JSON and a token that is none are refused', async () => {
    const broken = { ...templates(), 'theme.json': '{' };
    await expect(createMailRenderer(broken, memoryCache())).rejects.toThrow(/theme\.json: it is not JSON/);
    const stray = { ...templates(), 'note.hbs': '[[colour]]' };
    await expect(createMailRenderer(stray, memoryCache())).rejects.toThrow(
      /note\.hbs: there is no token \[\[colour\]\]/,
    );
  });

  test('every accent that is readable on white has a dark form that is readable too', () => {
    for (let i = 0; i < 200; i++) {
      const accent = `#${((i * 0x9e3779) % 0x1000000).toString(16).padStart(6, '0')}`;
      if (contrast(accent, GROUND.light) < 4.5) continue;
      const { accentDark } = readTheme(JSON.stringify({ logo: 'x', accent, width: 600 }));
      expect(contrast(accentDark, GROUND.dark)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('templates of one subscription', () => {
  const sources = { ...templates(), 'subscriptions/ada/note.hbs': '<p>mine: {{note}}</p>' };

  test('stand in for the common ones', async () => {
    const of = async (id: string): Promise<string> => {
      const { templates: set } = templatesFor(sources, id);
      return (await createMailRenderer(set, memoryCache())).render(digest([]), READER, CONTEXT).html;
    };
    expect(await of('ada')).toContain('<p>mine: Nothing new');
    expect(await of('ben')).not.toContain('mine:');
    expect(templatesFor(sources, 'ada').own).toBe(true);
    expect(templatesFor(sources, 'ad').own).toBe(false);
  });

  test('are named when they cannot be used', () => {
    const error = new TemplateError('note.hbs', 'it is odd');
    expect(placed(error, sources, 'ada')).toMatchObject({
      template: 'subscriptions/ada/note.hbs',
      problem: 'it is odd',
    });
    expect(placed(error, sources, 'ben')).toBe(error);
  });
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
    expect(html).not.toMatch(/null|undefined|NaN|class="gist"/);
  });

  test('people, singular and plural', () => {
    expect(card(paper({ title: 'T', authorCount: 1 }))).toContain('1\u00a0author<');
    expect(card(paper({ title: 'T', authorCount: 664 }))).toContain('664\u00a0authors<');
    expect(card(paper({ title: 'T', authors: ['A', 'B', 'C'] }))).toContain('<span dir="auto">A, B and C</span>');
    expect(card(paper({ title: 'T', authors: ['A', 'B', 'C', 'D'], authorCount: 6 }))).toContain('A, B and 4 others<');
    expect(card(paper({ title: 'T', organization: { handle: 'o', name: 'O' }, authorCount: 3 }))).toContain(
      '<span dir="auto">O</span> · 3\u00a0authors<',
    );
  });

  test('badges tell what is new, what has code and what happened', () => {
    const links = [{ rel: 'code' as const, url: 'https://code.example.org/x' }];
    const fields = [{ field: 'links', before: null, after: 'https://code.example.org/x' }];
    const badges = (html: string) => [...html.matchAll(/class="badge">([^<]*)</g)].map(([, text]) => text);
    expect(badges(card(paper({ title: 'T' })))).toEqual(['New']);
    expect(badges(card(paper({ title: 'T', links })))).toEqual(['New', 'Code']);
    expect(badges(card(paper({ title: 'T', links }), { kind: 'enriched', fields }))).toEqual(['Code added']);
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
        (line) => columns(line) > 72 && !/^\s*(\[\d+\] (\w+|Find on Hugging Face)\s+)?(https?|mailto):\S+$/.test(line),
      ),
    ).toEqual([]);
    expect(lines.filter((line) => columns(line) > 66).length).toBeGreaterThan(5);
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  test('numbers its links, one after the other', () => {
    const { text } = renderer.render(typicalDigest(), READER, CONTEXT);
    const numbers = [...text.matchAll(/^ {2}\[(\d+)\] \S.* https?:\S+$/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });

  test('has every paper in the order of the HTML, with the same links', () => {
    const { html, text } = renderer.render(typicalDigest(), READER, CONTEXT);
    const flat = text.replace(/\s+/g, ' ');
    // What changed comes last, in a section of its own.
    const { items } = typicalDigest();
    const titles = [0, 1, 4, 2, 3].map((i) => items[i]!.paper.title);
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

test.each(["o'brien", 'a&b', 'a?b', 'a#b', 'a+b'])('the link for leaving writes to %s, whole', (local) => {
  const address = `${local}@example.org`;
  const { html, text } = renderer.render(digest([]), READER, { ...CONTEXT, mailto: address });
  const [line = ''] = /mailto:\S+/.exec(text) ?? [];
  const url = new URL(line);
  expect([decodeURIComponent(url.pathname), url.search, url.hash]).toEqual([address, '?subject=unsubscribe%20ada', '']);
  expect(html).toContain(`href="${line.replaceAll('=', '&#x3D;')}"`);
});

test('the link for leaving needs a plain address', () => {
  for (const mailto of ['a@b@example.org', 'a b@example.org', 'x']) {
    expect(() => renderer.render(digest([]), READER, { ...CONTEXT, mailto })).toThrow(/plain e-mail address/);
  }
});

test('title and gist say that they are in English when the mail is not', () => {
  const shown = digest([item(paper({ title: 'T', abstract: 'We propose a thing that sings.' }))]);
  const html = (locale: string): string => renderer.render(shown, { ...READER, locale }, CONTEXT).html;
  expect(html('de')).toContain('<span lang="en">We propose');
  expect(html('de')).toMatch(/<h3[^>]*><a [^>]*lang="en"[^>]*>T</);
  expect(html('en-US')).not.toContain('lang="en"');
});
