import { describe, expect, it } from 'vitest';
import { readSubscribers, withSubscribers } from '../../src/config/subscribers.ts';
import { parseSubscription } from '../../src/config/subscriptions.ts';

const ada = parseSubscription('address: env:ADA\ntopics: {A: [agent]}', 'ada.yaml').subscription!;
const files = { subscriptions: [ada], unread: ['bea'], diagnostics: [] };
const problems = (text: string) =>
  withSubscribers(files, text).diagnostics.map(
    ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
  );

describe('withSubscribers', () => {
  it('gives addresses to files, and adds whole subscriptions', () => {
    const text = 'ada: ada@example.org\nben: {address: ben@example.org, topics: {A: [agent]}}';
    const { subscriptions, diagnostics } = withSubscribers(files, text);
    expect(diagnostics).toEqual([]);
    expect(subscriptions.map(({ id, address }) => [id, address])).toEqual([
      ['ada', { kind: 'literal', address: 'ada@example.org' }],
      ['ben', { kind: 'literal', address: 'ben@example.org' }],
    ]);
    // JSON says the same.
    const json = JSON.stringify({
      ada: 'ada@example.org',
      ben: { address: 'ben@example.org', topics: { A: ['agent'] } },
    });
    expect(withSubscribers(files, json)).toEqual({ subscriptions, unread: ['bea'], diagnostics });
  });

  it('names the place of what does not fit the files', () => {
    expect(problems('nobody: a@example.org\nada: {topics: {A: [agent]}}')).toEqual([
      'PAPERBOY_SUBSCRIBERS:1:1 there is no subscription nobody that the address could be for',
      'PAPERBOY_SUBSCRIBERS:2:1 there is a file for ada, so here only its address can be given',
    ]);
    // A file with errors has been reported: the address waits for it.
    expect(problems('bea: bea@example.org')).toEqual([]);
  });

  it('takes the first of two spellings of one id, and says so', () => {
    const text = 'ada: one@example.org\nADA: two@example.org';
    expect(problems(text)).toEqual(['PAPERBOY_SUBSCRIBERS:2:1 the id ada stands here twice']);
    expect(withSubscribers(files, text).subscriptions[0]!.address).toEqual({
      kind: 'literal',
      address: 'one@example.org',
    });
    expect(problems('a: {id: x, topics: {A: [b]}}\nb: {id: X, topics: {A: [b]}}')).toEqual([
      'PAPERBOY_SUBSCRIBERS:2:1 the id x stands here twice',
    ]);
  });

  it('counts a subscription with errors among those that were not read, so that what is theirs stays', () => {
    const { subscriptions, unread } = withSubscribers(files, 'cai: {topcs: {A: [agent]}}\ndee: {topics: {A: [agent]}}');
    expect(subscriptions.map(({ id }) => id)).toEqual(['ada', 'dee']);
    expect(unread).toEqual(['bea', 'cai']);
  });
});

describe('readSubscribers', () => {
  const parts = [
    ...[
      'ada',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      'canary@example.org',
      '"',
      "'",
      '#',
      '? ',
      '!x',
      '&a ',
      '*a',
      '|',
    ],
    ...[
      '__proto__',
      'topics',
      'address',
      ',',
      '1',
      '\t',
      '%',
      '---',
      '\0',
      'constructor',
      'env:X',
      'reply-to',
      '💥',
      '\\',
    ],
  ];

  it('never fails and never repeats an address, whatever it is given', () => {
    let seed = 7;
    const below = (limit: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    let told = 0;
    for (let i = 0; i < 600; i += 1) {
      const text = Array.from({ length: 1 + below(14) }, () => parts[below(parts.length)]).join('');
      const diagnostics = [...readSubscribers(text).diagnostics, ...withSubscribers(files, text).diagnostics];
      told += text.includes('canary@') && diagnostics.length > 0 ? 1 : 0;
      expect(JSON.stringify(diagnostics), JSON.stringify(text)).not.toMatch(/canary@/i);
    }
    expect(told).toBeGreaterThan(50);
  });

  it('may have Windows line ends, whole or cut', () => {
    for (const end of ['\r\n', '\r', '']) {
      const { entries, diagnostics } = readSubscribers(`ada: a@example.org\r\nben: b@example.org${end}`);
      expect(diagnostics).toEqual([]);
      expect(entries).toMatchObject([{ address: 'a@example.org' }, { address: 'b@example.org' }]);
    }
  });
});
