import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, read, rowsOf } from './support.ts';

const page = read('docs/matching.md');
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-matching-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Whether `paperboy match` finds a paper of that title. */
async function finds(title: string, ...flags: string[]): Promise<string> {
  const dump = join(scratch, '2026-02-04.json');
  writeFileSync(dump, JSON.stringify([{ paper: { id: '2602.00001', title } }]));
  const { code, stdout, stderr } = await cli('match', dump, ...flags, '--json');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout).matches.length > 0 ? 'yes' : 'no';
}

describe('docs/matching.md', () => {
  const keywords = rowsOf(page, ['keyword', 'text', 'found', 'why']);
  const queries = rowsOf(page, ['query', 'text', 'found', 'why']);
  const errors = rowsOf(page, ['query', 'error', 'column']);

  it('has tables that are read', () => {
    expect(keywords.length).toBeGreaterThan(20);
    expect(queries.length).toBeGreaterThan(10);
    expect(errors.length).toBeGreaterThan(3);
    for (const rows of [keywords, queries])
      expect(new Set(rows.map(([, , found]) => found))).toEqual(new Set(['yes', 'no']));
  });

  it.each(keywords)('keyword %s in "%s": %s (%s)', async (keyword, text, found) => {
    expect(await finds(text!, '--any', keyword!)).toBe(found);
  });

  it.each(queries)('query %s in "%s": %s (%s)', async (query, text, found) => {
    expect(await finds(text!, `--query=${query}`)).toBe(found);
  });

  it.each(errors)('query %s: %s', async (query, message, column) => {
    const { code, stderr } = await cli('match', 'dumps', `--query=${query}`);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('[query-invalid]');
    expect(stderr).toMatch(new RegExp(`\\b${column}\\b`));
  });
});
