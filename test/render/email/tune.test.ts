import { expect, it } from 'vitest';
import { createMailRenderer, type MailLinks } from '../../../src/render/email/index.ts';
import { CONTEXT, memoryCache, READER, templates, typicalDigest } from './sample.ts';

const links = (start: string): MailLinks => ({
  fewer: `${start}/mail/tune/abc/fewer`,
  more: `${start}/mail/tune/abc/more`,
  mute: `${start}/mail/tune/abc/mute`,
  weekly: `${start}/mail/tune/abc/weekly`,
  preferences: `${start}/mail/preferences/abc`,
  view: `${start}/mail/view/abc`,
});

it('links that tune what comes stand above the foot, in both parts; without a server nothing of it does', async () => {
  const renderer = await createMailRenderer(templates(), memoryCache());
  const digest = typicalDigest();
  const render = (more: object, locale = 'en') =>
    renderer.render(digest, { ...READER, locale }, { ...CONTEXT, ...more });
  const plain = render({});
  const tuned = render({ links: links('https://papers.example.org') });
  const words = [
    'Fewer like this',
    'More like this',
    'Mute a term',
    'Weekly instead',
    'All preferences',
    'This mail on the web',
  ];
  for (const part of [tuned.html, tuned.text]) {
    const places = [...words, 'To stop these mails'].map((word) => part.indexOf(word));
    expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true);
    for (const url of Object.values(links('https://papers.example.org'))) expect(part).toContain(url);
  }
  expect(plain.html + plain.text).not.toContain('Not quite right?');
  expect(render({ links: null }).html).toBe(plain.html);
  expect(render({ links: links('https://papers.example.org') }, 'de').text).toContain('Lieber wöchentlich:');
  expect(() => render({ links: links('javascript:alert(1)//') })).toThrow(
    /not an http\(s\) address|no http\(s\) address/,
  );
});
