import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { assertEnvelope, buildEml, messageId } from '../../src/deliver/envelope.ts';
import { envelope, key } from './support.ts';

const header = (mail: { headers: { key: string; value: string }[] }, name: string) =>
  mail.headers.filter((h) => h.key === name).map((h) => h.value);

describe('buildEml', () => {
  it('gives the same bytes for the same envelope', async () => {
    const [first, second] = [await buildEml(envelope()), await buildEml(envelope())];
    expect(first.equals(second)).toBe(true);
    // Positive control: another text gives other bytes, and another boundary.
    const other = await buildEml(envelope({ text: 'other\n' }));
    expect(boundary(other)).not.toBe(boundary(first));
    expect(first.includes('\r\n') && !/[^\r]\n/.test(first.toString('latin1'))).toBe(true);
  });

  it('writes the headers that bulk mail needs', async () => {
    const mail = await PostalMime.parse(await buildEml(envelope()));
    expect(mail.messageId).toBe(`<${key}@paper.example>`);
    expect(mail.messageId).toBe(messageId(envelope()));
    expect(mail.date).toBe('2026-06-17T12:00:00.000Z');
    expect(mail.subject).toBe('3 new papers on speech — 17 June');
    expect(mail.from).toMatchObject({ address: 'digest@paper.example', name: 'Paperboy' });
    expect(mail.to).toMatchObject([{ address: 'ada@reader.example', name: 'Ada L.' }]);
    expect(mail.html).toContain('Grüße');
    expect(mail.text).toContain('Grüße');
    expect(header(mail, 'auto-submitted')).toEqual(['auto-generated']);
    expect(header(mail, 'list-id')).toEqual(['"Paperboy" <paperboy.paper.example>']);
    expect(header(mail, 'list-unsubscribe')).toEqual(['<mailto:leave@paper.example?subject=unsubscribe%20ada>']);
    expect(header(mail, 'list-help')).toEqual(['<mailto:leave@paper.example?subject=help>']);
    expect(header(mail, 'list-unsubscribe-post')).toEqual([]);
    expect(header(mail, 'list-archive')).toEqual([]);
  });

  it('offers one-click only with an https endpoint, both addresses in one header', async () => {
    const https = 'https://paper.example/u/abc';
    const unsubscribe = { mailto: 'leave@paper.example', subject: 'unsubscribe ada', https };
    const archive = 'https://paper.example/ada/';
    const mail = await PostalMime.parse(await buildEml(envelope({ unsubscribe, archive })));
    expect(header(mail, 'list-unsubscribe')).toEqual([
      `<${https}>, <mailto:leave@paper.example?subject=unsubscribe%20ada>`,
    ]);
    expect(header(mail, 'list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(header(mail, 'list-archive')).toEqual([`<${archive}>`]);
  });

  it.each(["o'brien", 'a&b', 'a?b', 'a#b', 'a+b=c', '{x}'])('encodes %s in its mailto addresses', async (local) => {
    const address = `${local}@paper.example`;
    const unsubscribe = { mailto: address, subject: 'unsubscribe ada', https: null };
    const mail = await PostalMime.parse(await buildEml(envelope({ from: { address, name: "O'Brien" }, unsubscribe })));
    const url = new URL(header(mail, 'list-unsubscribe')[0]!.slice(1, -1));
    expect(decodeURIComponent(url.pathname)).toBe(address);
    expect([url.search, url.hash]).toEqual(['?subject=unsubscribe%20ada', '']);
    expect(mail.from).toMatchObject({ address, name: "O'Brien" });
  });

  it('refers to its thread, where it has one', async () => {
    const mail = await PostalMime.parse(await buildEml(envelope({ thread: 'abc' })));
    expect([mail.references, mail.inReplyTo]).toEqual(['<abc@paper.example>', '<abc@paper.example>']);
    const alone = await PostalMime.parse(await buildEml(envelope()));
    expect([alone.references, alone.inReplyTo]).toEqual([undefined, undefined]);
  });

  it('keeps hostile subjects and bodies where they belong', async () => {
    const subject = `Let's <think>, eve@x.example & "quotes" ]]> =?utf-8?q?boo?= ${'long '.repeat(300)}`.trim();
    const text = `.\r\n.\r\nQUIT\r\n--${'x'.repeat(2000)}\n`;
    const bytes = await buildEml(envelope({ subject, text }));
    const mail = await PostalMime.parse(bytes);
    expect(mail.subject).toBe(subject);
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(text.replaceAll('\r\n', '\n').trimEnd());
    expect(
      bytes
        .toString('latin1')
        .split('\r\n')
        .every((line) => line.length <= 998),
    ).toBe(true);
  });
});

describe('assertEnvelope', () => {
  const good = envelope();
  const https = (url: string) => envelope({ unsubscribe: { mailto: 'leave@paper.example', subject: 'x', https: url } });
  const leaving = (subject: string) =>
    envelope({ unsubscribe: { mailto: 'leave@paper.example', subject, https: null } });
  it.each([
    ['two recipients', envelope({ to: { address: 'a@b.example,c@d.example', name: null } })],
    ['a name over two lines', envelope({ to: { address: 'a@b.example', name: 'A\r\nBcc: c@d.example' } })],
    ['a sender that is none', envelope({ from: { address: 'nobody', name: null } })],
    ['a domain with more in it', envelope({ domain: 'x.example>\r\nBcc: c@d.example' })],
    ['a subject over two lines', envelope({ subject: 'a\r\nBcc: c@d.example' })],
    ['an empty subject', envelope({ subject: ' ' })],
    ['an empty part', envelope({ text: '' })],
    ['a key with a slash', envelope({ message: { ...good.message, messageKey: '../x' } })],
    ['no date', envelope({ message: { ...good.message, date: 'soon' } })],
    ['http for one-click', https('http://paper.example/u')],
    ['a script', https('javascript:alert(1)')],
    ['a link that breaks out', https('https://paper.example/>,<mailto:c@d.example')],
    ['a link over two lines', https('https://paper.example/\r\nBcc:c@d.example')],
    ['a thread that breaks out', envelope({ thread: 'x> <y' })],
    ['a subject for leaving over two lines', leaving('x\r\nBcc: c@d.example')],
    ['an archive that is no page', envelope({ archive: 'ftp://paper.example/' })],
  ])('refuses %s, without an address in the error', (_, bad) => {
    expect(() => assertEnvelope(bad)).toThrow(/^(?!.*\w@\w)/);
  });

  it('accepts the harmless one', () => expect(() => assertEnvelope(good)).not.toThrow());
});

function boundary(bytes: Buffer): string | undefined {
  return /boundary="?([^"\r\n]+)/.exec(bytes.toString('latin1'))?.[1];
}
