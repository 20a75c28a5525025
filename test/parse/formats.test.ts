import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DumpFormat } from '../../src/parse/format.ts';
import { formats } from '../../src/parse/formats/index.ts';
import { detectFormat } from '../../src/parse/parse.ts';

/** The contract of every dump format: fixtures of its own, recognised by it alone, read exactly, reported when broken. */
const table = Object.entries<DumpFormat>(formats);
const folderOf = (name: string) => join('test/fixtures', name);
const fixtures = (name: string): string[] => readdirSync(folderOf(name)).filter((file) => file.endsWith('.in'));
const read = (name: string, file: string) => readFileSync(join(folderOf(name), file), 'utf8');

describe.each(table)('%s', (name, format) => {
  test('has a label and at least two good fixtures and a broken one', () => {
    expect(format.label).toMatch(/\S/);
    expect(fixtures(name)).toContain('broken.in');
    expect(fixtures(name).length).toBeGreaterThanOrEqual(3);
  });

  test.each(fixtures(name))('%s is detected as this format and no other', (file) => {
    expect(detectFormat(read(name, file))).toBe(name);
  });

  test.each(fixtures(name))('%s reads as its truth', async (file) => {
    const { papers, diagnostics: _, ...rest } = format.parse(read(name, file), file);
    await expect(`${JSON.stringify({ ...rest, papers }, null, 1)}\n`).toMatchFileSnapshot(
      join(process.cwd(), folderOf(name), file.replace(/\.in$/, '.papers.json')),
    );
  });

  test('a broken file is reported with its place', () => {
    const { diagnostics } = format.parse(read(name, 'broken.in'), 'broken.in');
    const worst = diagnostics.find((problem) => problem.severity !== 'info');
    expect(worst).toMatchObject({ file: 'broken.in', line: expect.any(Number), column: expect.any(Number) });
  });

  test.each(
    [
      '',
      ' ',
      '\n\n\n',
      '[',
      '{',
      '[]',
      '{}',
      'null',
      '[null, 3, "x", [], {"paper": null}]',
      '\u0000\u0001',
      '\ud800',
      '<html></html>',
      'a'.repeat(100_000),
    ].map((text) => [text.slice(0, 40), text]),
  )('never throws: %j', (_, text) => {
    const { papers, lines } = format.parse(text, 'x');
    expect(papers.every((paper) => paper.title !== '')).toBe(true);
    if (lines !== null) expect(lines.explained + lines.unexplained).toBe(lines.total);
  });
});

test('what is in no known format is said to be so', () => {
  expect(detectFormat('')).toBeNull();
  expect(detectFormat('%PDF-1.7 ...')).toBeNull();
  expect(detectFormat('<?xml version="1.0"?><rss><channel/></rss>')).toBeNull();
});
