import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSubscriptions } from '../../src/config/load-subscriptions.ts';
import { parseSubscription } from '../../src/config/subscriptions.ts';
import { formatDiagnostic } from '../../src/diagnostic/index.ts';

const topics = 'topics:\n  Speech: [speech]\n';
const parse = (text: string, source = 'subscriptions/Ada.yaml') => parseSubscription(text, source);
/** The first diagnostic as `line:column message`. */
const complaint = (text: string, source?: string) => {
  const { subscription, diagnostics } = parse(text, source);
  expect(subscription).toBeNull();
  const [first] = diagnostics;
  return `${first?.line}:${first?.column} ${first?.message}`;
};

describe('parseSubscription', () => {
  it('fills in the defaults; the id is the file’s stem, in lower case', () => {
    expect(parse(topics)).toEqual({
      diagnostics: [],
      subscription: {
        id: 'ada',
        name: null,
        address: null,
        topics: [{ name: 'Speech', any: ['speech'], all: [], none: [], query: null }],
        cadence: 'daily',
        maxPapers: 20,
        maxAgeDays: 14,
        changes: ['new'],
        backfill: 0,
        public: false,
        locale: 'en',
        source: 'subscriptions/Ada.yaml',
      },
    });
  });

  it('reads every field', () => {
    const text = `# yaml-language-server: $schema=../schemas/subscription.schema.json
id: Grace.H
name: Grace Ö. "Hopper"
address: secret:GRACE_ADDRESS
topics:
  - name: Compilers
    any: compiler
    all: [C++, 'a: b']
    none: [hardware]
    query: title:compiler OR "code generation"
cadence: daily
max-papers: 5
max-age-days: 30
changes: [revised, new, revised]
backfill: 10
public: true
locale: DE-at
thread: true
`.replaceAll('\n', '\r\n');
    expect(parse(text, 'x.yml')).toEqual({
      diagnostics: [],
      subscription: {
        id: 'grace.h',
        name: 'Grace Ö. "Hopper"',
        address: { kind: 'env', name: 'GRACE_ADDRESS' },
        topics: [
          {
            name: 'Compilers',
            any: ['compiler'],
            all: ['C++', 'a: b'],
            none: ['hardware'],
            query: 'title:compiler OR "code generation"',
          },
        ],
        cadence: 'daily',
        maxPapers: 5,
        maxAgeDays: 30,
        changes: ['revised', 'new'],
        backfill: 10,
        public: true,
        locale: 'de-AT',
        thread: true,
        source: 'x.yml',
      },
    });
    const literal = parse(`address: ada@reader.example\n${topics}`).subscription?.address;
    expect(literal).toEqual({ kind: 'literal', address: 'ada@reader.example' });
  });

  it.each([
    ['', '1:1 a subscription consists of fields with values; at least `topics` is needed'],
    ['- a', '1:1 a subscription consists of fields with values; at least `topics` is needed'],
    ['name: Ada', '1:1 the field "topics" is missing'],
    [`maxPapers: 3\n${topics}`, '1:1 unknown field "maxPapers"; did you mean "max-papers"?'],
    [`email: x\n${topics}`, '1:1 unknown field "email"; did you mean "address"?'],
    [`${topics}localle: de`, '3:1 unknown field "localle"; did you mean "locale"?'],
    [`${topics}zzzzzzzzz: de`, '3:1 unknown field "zzzzzzzzz"'],
    ['topics:\n  - name: a\n    keywords: [b]', '3:5 unknown field "keywords"; did you mean "any"?'],
    ['topics:\n  - any: [b]', '2:5 the field "name" is missing'],
    ['topics:\n  a: [b, 3]', '2:10 entry 2 of "a" must be a keyword in text (a number needs quotes)'],
    ['topics:\n  a: 3', '2:6 "a" must be a keyword or a list of keywords'],
    ['topics: {}', '1:9 "topics" must be at least one topic, and at most 200'],
    ['topics:\n  a: []', '2:6 a topic without terms'],
    ['topics:\n  - name: a', '2:5 a topic without terms'],
    ['topics:\n  a: ["!!"]', '2:7 nothing to look for in !!'],
    ['topics:\n  - name: a\n    any: x\n  - name: A\n    any: y', '4:11 two topics have the same name'],
    [
      'topics:\n  - name: "a\\x07"\n    any: x',
      '2:11 the name of the topic contains a line break or a control character',
    ],
    ['topics:\n  a: ["x\\x07"]', '2:6 the topic contains a control character'],
    ['topics:\n  a: ["\\ud800"]', '2:6 the topic contains a control character'],
    [`max-papers: 201\n${topics}`, '1:13 "max-papers" must be a whole number from 1 to 200'],
    [`max-papers: "5"\n${topics}`, '1:13 "max-papers" must be a whole number from 1 to 200'],
    [`changes: [new, seen]\n${topics}`, '1:16 entry 2 of "changes" must be one of new, revised, enriched, relisted'],
    [`public: yes\n${topics}`, '1:9 "public" must be true or false'],
    [`locale: not a tag\n${topics}`, '1:9 "locale" is not a language tag'],
    [`name: "a\\nb"\n${topics}`, '1:7 "name" must be a name on one line, without spaces around it'],
    [`name: "a\\u202eb"\n${topics}`, '1:7 "name" contains a line break or a control character'],
    [`id: ../x\n${topics}`, '1:5 "id" must be 1 to 64 letters, digits, ".", "_" or "-", the first a letter or a digit'],
    [`address: env:1X\n${topics}`, '1:10 the name after "env:" is not that of an environment variable'],
    [`address: ada\n${topics}`, '1:10 the address has no "@"'],
    [`name: a\nname: b\n${topics}`, '2:1 this field stands here twice'],
    [`topics:\n\ta: [b]`, '2:1 a tab is used for indentation; use spaces'],
    [`x: &x [b]\ntopics: {a: *x}`, '2:13 aliases (*name) are not supported; repeat the value'],
    [`${topics}---\n${topics}`, '3:1 the file contains more than one document ("---")'],
    [`name: !!binary x\n${topics}`, '1:7 tags (!name) are not supported; a value that begins with ! needs quotes'],
  ])('%j: %s', (text, expected) => expect(complaint(text)).toBe(expected));

  it('points into a query, quoted or not', () => {
    const query = (written: string) => complaint(`topics:\n  - name: a\n    query: ${written}`);
    expect(query('foo AND (bar')).toMatch(/^3:20 /);
    expect(query("'foo AND (bar'")).toMatch(/^3:21 /);
    // Not letter by letter in the file: the place of the whole value.
    expect(query('>-\n      foo AND\n      (bar')).toMatch(/^3:12 /);
    expect(parse('topics:\n  - name: a\n    query: foo AND (bar OR baz)').diagnostics).toEqual([]);
  });

  it('needs an id where the file’s name is none', () => {
    expect(complaint(topics, 'ada lovelace.yaml')).toContain('cannot serve as an id');
    expect(parse(`id: ada\n${topics}`, 'ada lovelace.yaml').subscription?.id).toBe('ada');
  });

  it('never prints an address, wherever it was written', () => {
    const address = 'canary@reader.example';
    const files = [
      `address: Ada <${address}>\n${topics}`,
      `address: ${address},${address}\n${topics}`,
      `address: [${address}]\n${topics}`,
      `address: {${address}: 1}\n${topics}`,
      `address: env:${address}\n${topics}`,
      `${address}: true\n${topics}`,
      `${address}\n${topics}`,
      `public: ${address}\n${topics}`,
      `id: ${address}\n${topics}`,
      `locale: ${address}\n${topics}`,
      `max-papers: ${address}\n${topics}`,
      `changes: [${address}]\n${topics}`,
      `address: "${address}\n${topics}`,
      `address: *${address}\n${topics}`,
      `address: !${address} x\n${topics}`,
      `topics: ${address}`,
      `topics: {a: [{${address}: x}]}`,
      `topics:\n  - name: a\n    ${address}: x`,
      `topics:\n  - name: a\n    query: (${address}`,
      `topics:\n  - name: a\n    query: ${address}:x AND (`,
      `topics:\n  - name: a\n    query: x)${address}`,
      `address: ${address}\naddress: ${address}\n${topics}`,
    ];
    for (const text of files) {
      const { diagnostics } = parse(text);
      expect(diagnostics.length, text).toBeGreaterThan(0);
      const printed = diagnostics.map(formatDiagnostic).join('\n');
      expect(printed, text).not.toMatch(/canary|reader\.example/);
    }
  });

  it.each([
    ['brackets', '['.repeat(900)],
    ['balanced brackets', `a: ${'['.repeat(900)}${']'.repeat(900)}`],
    ['brackets that strings hide', `a: ${'["]", '.repeat(300)}`],
    ['braces', `${'{a: '.repeat(900)}x`],
    ['dashes', '- '.repeat(900)],
    ['dashes with an end', `${'- '.repeat(900)}x`],
    ['explicit keys', `${'? '.repeat(900)}x`],
    ['indentation', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['tabs', `a:\n${'\t'.repeat(900)}b`],
  ])('refuses nesting by %s, twice in a row', (_, text) => {
    expect(parse(text).subscription).toBeNull();
    expect(parse(text).diagnostics[0]).toMatchObject({ code: 'subscription-unreadable', severity: 'error' });
  });

  it('refuses large files and accepts ordinary ones of some depth and length', () => {
    expect(complaint(`${topics}# ${'x'.repeat(70_000)}`)).toContain('larger than 64 KB');
    const words = Array.from({ length: 2000 }, (_, i) => `word${i}`);
    expect(parse(`topics:\n  a: [${words.join(', ')}]`).subscription?.topics[0]?.any).toHaveLength(2000);
    expect(parse('topics: {a: ["[[[[[", "{{{{{"]}').diagnostics[0]?.message).toContain('nothing to look for');
    const long = `topics:\n  - name: a\n    any:\n${words.map((word) => `      - ${word}\n`).join('')}`;
    expect(parse(long).subscription?.topics[0]?.any).toHaveLength(2000);
  });

  it('takes hostile keys as unknown fields', () => {
    expect(complaint(`__proto__: {public: true}\n${topics}`)).toContain('unknown field');
    expect(complaint(`constructor: x\n${topics}`)).toContain('unknown field "constructor"');
  });
});

describe('loadSubscriptions', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, text: string | Buffer) => writeFile(join(folder, name), text);

  it('loads in the order of names, past broken files, and reports those', async () => {
    await write('c.yml', topics);
    await write('a.yaml', topics);
    await write('b.yaml', 'topics: [');
    await write('d.yaml', `id: A\n${topics}`);
    await write('e.yaml', Buffer.from([0x61, 0xff, 0x3a]));
    await write('f.yaml', 'x'.repeat(100_000));
    await write('README.md', 'not a subscription');
    await write('.hidden.yaml', 'no');
    await mkdir(join(folder, 'g.yaml'));
    const { subscriptions, diagnostics } = await loadSubscriptions(folder);
    expect(subscriptions.map(({ id, source }) => [id, source])).toEqual([
      ['a', join(folder, 'a.yaml')],
      ['c', join(folder, 'c.yml')],
    ]);
    const found = diagnostics.map(({ file, code, severity }) => [file?.slice(folder.length + 1), code, severity]);
    expect(found).toContainEqual(['d.yaml', 'subscription-duplicate', 'error']);
    for (const name of ['b.yaml', 'e.yaml', 'f.yaml', 'g.yaml']) {
      expect(found).toContainEqual([name, 'subscription-unreadable', 'error']);
    }
    expect(diagnostics.find(({ code }) => code === 'subscription-duplicate')?.message).toBe(
      `the id "a" is taken by ${join(folder, 'a.yaml')}`,
    );
    expect(diagnostics.find(({ file }) => file?.endsWith('e.yaml'))?.message).toBe('the file is not UTF-8');
  });

  it('without a folder there are no subscribers, which is worth a warning', async () => {
    const { subscriptions, diagnostics } = await loadSubscriptions(join(folder, 'none'));
    expect(subscriptions).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'subscription-unreadable', severity: 'warning' }]);
    expect(diagnostics[0]!.hint).toContain('paperboy init');
  });
});

describe('when and how it is sent', () => {
  const read = (more: string) => parseSubscription(`topics: {a: [x]}\n${more}`, 'ada.yaml');

  it('is read from the file; what is left out is left out', () => {
    const text =
      'cadence: weekly\nweekday: friday\nsend-hour: 7\ntime-zone: America/New_York\npaused: true\nquiet-mails: true\nchannel: webhook\nsender-name: Reading Group\nreply-to: group@reader.example\n';
    expect(read(text).subscription).toMatchObject({
      ...{ cadence: 'weekly', weekday: 5, sendHour: 7, timeZone: 'America/New_York', paused: true, quietMails: true },
      ...{ channel: 'webhook', senderName: 'Reading Group', replyTo: 'group@reader.example' },
    });
    const plain = read('').subscription!;
    expect(Object.keys(plain)).not.toContain('weekday');
    expect(Object.keys(plain)).not.toContain('paused');
  });

  it.each([
    ['time-zone: Europe/Atlantis', 'time-zone'],
    ['time-zone: "+01:00"', 'time zone'],
    ['send-hour: 24', '23'],
    ['weekday: funday', 'weekday'],
    ['month-day: 32', '31'],
    ['reply-to: "a@x.example, b@x.example"', 'reply-to'],
    ['sender-name: "=?utf-8?q?x?="', 'sender-name'],
    ['channel: Pigeon!', 'channel'],
  ])('%s is refused, without repeating an address', (more, named) => {
    const { subscription, diagnostics } = read(more);
    expect(subscription).toBeNull();
    const said = diagnostics.map(({ message, expected }) => `${message} ${expected}`).join();
    expect(said).toContain(named);
    expect(said).not.toContain('x.example');
  });
});
