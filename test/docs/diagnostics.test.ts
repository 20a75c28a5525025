import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/diagnostic/catalogue.ts';
import type { CatalogueEntry } from '../../src/diagnostic/entry.ts';
import { pages, read, refresh, root } from './support.ts';

const path = 'docs/diagnostics.md';
const titles: Record<string, string> = {
  parse: 'Reading dumps',
  config: 'Configuration and command line',
  store: 'State and safety',
  deliver: 'Delivery',
  fetch: 'Fetching',
  subscribers: 'Subscribing by mail',
  action: 'The GitHub Action',
};

/** Every room's codes, in the order of the catalogue; a new room needs no line here. */
const folder = `${root}src/diagnostic/catalogue`;
const rooms = await Promise.all(
  readdirSync(folder).map(async (file) => {
    const codes = Object.values(await import(`${folder}/${file}`))[0] as Record<string, CatalogueEntry>;
    return [file.replace(/\.ts$/, ''), codes] as const;
  }),
);
const place = (codes: object) => Object.keys(catalogue).indexOf(Object.keys(codes)[0]!);
const chapters = rooms.toSorted(([, a], [, b]) => place(a) - place(b));

/** The page as the catalogue has it. */
function generate(): string {
  const lines = [
    '# Diagnostics',
    '',
    'What Paperboy reports has a code. It stands at the end of the line, in brackets:',
    '',
    '```text',
    'dumps/2026-02-04.json:7 error element 7 is not a paper [row-invalid]',
    '```',
    '',
    'The place comes first: file, line and column, as far as they are known. Lines and columns count from 1; in JSON the',
    'line is the number of the element. With `--json` the same stands in `diagnostics` (docs/interface.md).',
    '',
    'An `error` means that something was not done. A `warning` means that something may be wrong. An `info` states an',
    'assumption. The severity below is the usual one; a message may carry another where the case is milder or worse.',
    '',
    'This page is generated from `src/diagnostic/catalogue/`: change it there, then run',
    '`UPDATE_DOCS=1 npx vitest run test/docs`.',
  ];
  for (const [room, codes] of chapters) {
    lines.push('', `## ${titles[room] ?? room}`, '', '| code | severity | meaning |', '|---|---|---|');
    for (const [code, { severity, title }] of Object.entries(codes))
      lines.push(`| [\`${code}\`](#${code}) | ${severity} | ${title} |`);
    for (const [code, entry] of Object.entries(codes)) lines.push('', ...section(code, entry));
  }
  return `${lines.join('\n')}\n`;
}

function section(code: string, { severity, title, explanation, remedy, example }: CatalogueEntry): string[] {
  const shown = example.endsWith(`[${code}]`) ? example : `${example} [${code}]`;
  return [
    `### ${code}`,
    '',
    `**${severity}.** ${title}`,
    '',
    explanation,
    '',
    `What to do: ${remedy}`,
    '',
    '```text',
    shown,
    '```',
  ];
}

/** Every code that stands as a text in a source. */
const quoted = (source: string): string[] => [...source.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code]) => code!);

/** The codes with which a source builds diagnostics; `report` is what parse and config call their helpers. */
function reported(source: string, name: string): string[] {
  const call = /^(?:parse|config)\//.test(name)
    ? /\b(?:diagnostic|report)\(\s*'([^']*)'/g
    : /\bdiagnostic\(\s*'([^']*)'/g;
  return [...source.matchAll(call)].map(([, code]) => code!);
}

/** The codes in brackets at the end of a line, as in the output. */
const printed = (page: string): string[] =>
  [...page.matchAll(/(?:^| )(?:error|warning|info) .*\[([a-z-]+)\]`?$/gm)].map(([, code]) => code!);

const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/diagnostic.catalogue/.test(name))
  .map((name) => ({ name: name.replaceAll('\\', '/'), source: read(`src/${name}`) }));
const used = sources.flatMap(({ name, source }) => reported(source, name));
const codes = Object.keys(catalogue);

describe('docs/diagnostics.md', () => {
  refresh(path, generate());

  it('is what the catalogue says, every code with its section', () => {
    expect(read(path)).toBe(generate());
    const sections = [...read(path).matchAll(/^### (.+)$/gm)].map(([, code]) => code);
    expect(sections.toSorted()).toEqual(codes.toSorted());
    expect(codes.length).toBeGreaterThan(20);
  });

  it.each(codes)('%s is complete, and is used in src', (code) => {
    const { title, explanation, remedy, example, severity } = catalogue[code as keyof typeof catalogue];
    for (const text of [title, explanation, remedy]) expect(text).toMatch(/[.)`]$/);
    expect(example).toContain(severity);
    expect(example).toMatch(/^(?:\S+ )?(?:error|warning|info) /);
    expect(sources.some(({ source }) => quoted(source).includes(code))).toBe(true);
  });

  it('has no code that the catalogue lacks, and neither has src', () => {
    expect(used.filter((code) => !codes.includes(code))).toEqual([]);
    for (const page of pages) {
      expect(
        printed(read(page)).filter((code) => !codes.includes(code)),
        page,
      ).toEqual([]);
    }
  });

  it('would see a fault', () => {
    expect(reported("report('no-such', 1); diagnostic(\n  'nor-this', {})", 'parse/x.ts')).toEqual([
      'no-such',
      'nor-this',
    ]);
    expect(reported("report('sent'); diagnostic('nor-this', {})", 'pipeline/x.ts')).toEqual(['nor-this']);
    expect(used.length).toBeGreaterThan(20);
    expect(quoted("x.set('flood')")).toEqual(['flood']);
    expect(printed('a.txt:1 error bad [no-such-code]')).toEqual(['no-such-code']);
    expect(printed(read(path)).length).toBeGreaterThanOrEqual(codes.length);
  });
});
