import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import mjml from 'mjml';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Digest, DigestItem } from '../../../src/model/index.ts';
import { createCards } from '../../../src/render/email/cards.ts';
import { loadFragments } from '../../../src/render/email/fragments.ts';
import { type MailParts, mailParts } from '../../../src/render/email/html.ts';
import { createFrame, mailOf } from '../../../src/render/email/mail.ts';
import type { Plan } from '../../../src/render/email/plan.ts';
import {
  assemble,
  compileShell,
  MJML_OPTIONS,
  MJML_VERSION,
  type Slot,
  shellKey,
} from '../../../src/render/email/shell.ts';
import { expandShell } from '../../../src/render/email/shell-source.ts';
import { stringsFor } from '../../../src/render/email/strings.ts';
import { applyTheme, readTheme } from '../../../src/render/email/theme.ts';
import { HOSTILE } from './hostile.ts';
import { CONTEXT, digest, item, match, paper, READER, templates, typicalDigest } from './sample.ts';

const theme = readTheme(templates()['theme.json'] ?? '');
const sources = Object.fromEntries(
  Object.entries(templates()).map(([file, text]) => [file, applyTheme(theme, file, text)]),
);
const source = sources['shell.mjml'] ?? '';
let base: Omit<Parameters<typeof mailOf>[0], 'digest'>;

beforeAll(async () => {
  const fragments = await loadFragments(sources);
  const strings = stringsFor('en-GB');
  const cards = createCards(fragments, strings);
  base = {
    reader: READER,
    context: CONTEXT,
    fragments,
    shell: await compileShell(source),
    strings,
    cards,
    frame: createFrame(fragments),
  };
});

function partsOf(given: Digest, plan: Plan = new Map(), reader = READER): MailParts {
  return mailParts(mailOf({ ...base, digest: given, reader }), 'A subject & more', plan);
}

/** The mail as MJML makes it when everything stands in its source: slow, and unsafe with text that is not escaped. */
async function compileWhole({ values, blocks }: MailParts): Promise<string> {
  // In one pass over the template, so that a text that looks like a slot stays text here too.
  const filled = source.replace(/@@([a-z]+)@@/g, (found, slot) => values[slot as Slot] ?? found);
  const whole = expandShell(filled, blocks);
  return (await mjml(whole, MJML_OPTIONS)).html;
}

describe('joining a cut shell gives the bytes of MJML', () => {
  test('for a typical digest', async () => {
    const parts = partsOf(typicalDigest());
    expect(assemble(base.shell, parts.values, parts.blocks).html).toBe(await compileWhole(parts));
  });

  test('for a digest of nothing', async () => {
    const parts = partsOf(digest([]));
    expect(assemble(base.shell, parts.values, parts.blocks).html).toBe(await compileWhole(parts));
  });

  // Hostile, right-to-left, East Asian and empty parts, every kind of change, one to five days, every level of the plan.
  test('for 200 random digests', { timeout: 240_000 }, async () => {
    const text = fc.constantFrom(...HOSTILE, 'Plain', ' spaced ', '', 'We propose x. It is good. '.repeat(20));
    const maybe = fc.option(text);
    const url = fc.constantFrom(
      'https://code.example.org/"x',
      'https://huggingface.co/papers/2510.1?a=1&b=2',
      'javascript:x',
    );
    const entry = fc.record({
      title: text,
      abstract: maybe,
      aiSummary: maybe,
      authors: fc.array(text, { maxLength: 3 }),
      organization: fc.option(text),
      upvotes: fc.option(fc.nat(3000)),
      links: fc.array(fc.record({ rel: fc.constantFrom('page', 'code', 'project', 'pdf'), url }), { maxLength: 3 }),
      topic: fc.constantFrom('A', 'B & C', HOSTILE[0] ?? ''),
      kind: fc.constantFrom('new', 'revised', 'enriched', 'relisted'),
      terms: fc.array(text, { maxLength: 8 }),
      level: fc.integer({ min: 0, max: 4 }),
    });
    let mails = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(2),
        text,
        async (entries, days, rolledOver, name) => {
          const plan = new Map<DigestItem, number>();
          for (const { topic, kind, terms, level, organization, ...known } of entries) {
            const by = organization === null ? null : { handle: 'x', name: organization };
            const matches = [match(topic, terms), match('Other', terms.slice(1))];
            plan.set(item(paper({ ...known, organization: by }), { topic, kind, matches }), level);
          }
          const editions = Array.from({ length: days }, (_, day) => `2025-10-2${day}.1`);
          const parts = partsOf(digest([...plan.keys()], { editions, rolledOver }), plan, { ...READER, name });
          const { html, bytes } = assemble(base.shell, parts.values, parts.blocks);
          expect(html).toBe(await compileWhole(parts));
          expect(bytes).toBe(Buffer.byteLength((html ?? '').replaceAll('\n', '\r\n')));
          mails++;
        },
      ),
      { numRuns: 200 },
    );
    expect(mails).toBe(200);
  });

  test('positive control: text that is not escaped makes MJML differ', async () => {
    const parts = partsOf(typicalDigest());
    parts.blocks[1] = { kind: 'card', html: 'x</mj-text><mj-text>y', bytes: 0 };
    expect(assemble(base.shell, parts.values, parts.blocks).html).not.toBe(await compileWhole(parts));
  });
});

describe('a template that cannot be cut is refused', () => {
  const cases: [string, (source: string) => string, RegExp][] = [
    ['a block is missing', (s) => s.replace('<!-- begin card -->', ''), /lacks the block/],
    ['a block has no place for its text', (s) => s.replace('@@card@@', ''), /must hold @@card@@ once/],
    [
      'something stands between blocks',
      (s) => s.replace('<!-- end topic -->', '<!-- end topic --><mj-spacer />'),
      /white space/,
    ],
    [
      'seams differ',
      (s) => s.replace('@@card@@</mj-text>', '@@card@@</mj-text><mj-navbar hamburger="hamburger" />'),
      /same HTML/,
    ],
    ['a slot is not known', (s) => s.replace('@@title@@', '@@tittle@@'), /no slot @@tittle@@/],
    ['a slot is missing', (s) => s.replace('@@footer@@', ''), /@@footer@@ does not come out/],
    ['a slot is in a block', (s) => s.replace('@@card@@', '@@card@@ @@footer@@'), /slot stands between/],
    ['MJML does not know a tag', (s) => s.replaceAll('mj-divider', 'mj-rule'), /MJML refuses/],
    ['MJML swallows the blocks', (s) => s.replace('@@card@@</mj-text>', '@@card@@'), /shell\.mjml/],
  ];
  test.each(cases)('%s', async (_name, change, problem) => {
    const changed = change(source);
    expect(changed).not.toBe(source);
    await expect(compileShell(changed)).rejects.toThrow(problem);
  });
});

test('the shell has no remote address and none of our comments', () => {
  const html = JSON.stringify(base.shell);
  expect(source).toContain('The frame of the digest mail');
  expect(html).not.toContain('The frame of the digest mail');
  expect(html.match(/https?:[^"\\ ]+/g)).toEqual(html.match(/http:\/\/www\.w3\.org[^"\\ ]+/g));
  expect(html).not.toMatch(/<img|url\(|@import/);
});

test('the cache key is a file name, and follows the template and the MJML version installed', () => {
  expect(shellKey(source)).toMatch(/^[a-z0-9-]+$/);
  expect(shellKey(`${source} `)).not.toBe(shellKey(source));
  const installed = JSON.parse(readFileSync('node_modules/mjml/package.json', 'utf8')) as { version: string };
  expect(installed.version).toBe(MJML_VERSION);
});
