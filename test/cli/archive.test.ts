import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { archiveSchemas } from '../../src/cli/archive-schemas.ts';
import { main } from '../../src/cli/cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-archive-'));
const out = join(scratch, 'out');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the command line in this process. */
async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    }),
  );
  const code = await main(args);
  for (const spy of spies) spy.mockRestore();
  return { code, ...printed };
}

/** Runs it with `--json`, and holds the document against its schema. */
async function document<N extends keyof typeof archiveSchemas>(name: N, ...args: string[]) {
  const { code, stdout } = await cli(...args, '--json');
  return {
    code,
    document: v.parse(archiveSchemas[name], JSON.parse(stdout)) as v.InferOutput<(typeof archiveSchemas)[N]>,
  };
}

beforeAll(async () => {
  const { code } = await cli('run', '--out', out, '--now', '2026-11-21T12:00:00Z', '--json');
  expect(code).toBe(0);
}, 120_000);

describe('paperboy papers', () => {
  test('the newest first, those that match best first, and how many there are', async () => {
    const all = await document('papers', 'papers', '--out', out, '--limit', '2');
    expect(all).toMatchObject({ code: 0, document: { total: 53, papers: [{}, {}] } });
    const found = await document('papers', 'papers', 'title:"reward model"', '--out', out, '--limit', '0');
    expect(found.document.total).toBe(found.document.papers.length);
    expect(found.document.total).toBeGreaterThan(0);
    for (const { title } of found.document.papers) expect(title).toMatch(/reward model/i);
  });

  test('those that passed a mark, with the day', async () => {
    const { document: passed } = await document('papers', 'papers', '--passed', 'upvotes:20', '--out', out);
    expect(passed.total).toBeGreaterThan(0);
    for (const paper of passed.papers) expect(paper.passed).toMatchObject({ date: '2026-02-04', before: null });
    const later = ['papers', '--passed', 'upvotes:20', '--since', '2026-02-05', '--out', out];
    expect((await document('papers', ...later)).document.total).toBe(0);
  });

  test.each([
    [['papers', 'title:', '--out', out], 2, 'query-invalid'],
    [['papers', '--passed', 'likes:5', '--out', out], 2, '--passed is no mark'],
    [['papers', '--limit', 'many', '--out', out], 2, '--limit is not a number'],
    [['papers', '--out', join(scratch, 'nowhere')], 5, 'there is no archive here'],
  ])('%j is refused', async (args, code, message) => {
    const result = await cli(...args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toContain(message);
  });
});

describe('paperboy history', () => {
  test('by id, by title and by words of it: when it came, and who says what', async () => {
    const byTitle = await document(
      'history',
      'history',
      'InfAlign: Inference-aware language model alignment',
      '--out',
      out,
    );
    expect(byTitle.document.events.map(({ date, kind }) => [date, kind])).toEqual([
      ['2025-07-30', 'new'],
      ['2025-08-01', 'seen'],
      ['2025-10-31', 'seen'],
    ]);
    expect(byTitle.document.events[1]).toMatchObject({ edition: null, reason: null });
    const count = byTitle.document.origins.find(({ field }) => field === 'authorCount');
    expect(count).toMatchObject({ current: true, sources: [{ source: 'oct-31-rationales.txt' }] });
    const byWords = await document('history', 'history', 'infalign', '--out', out);
    expect(byWords.document).toEqual(byTitle.document);
    const byId = await document('history', 'history', '2602.02380', '--out', out);
    expect(byId.document.paper.arxivId).toBe('2602.02380');
    expect((await document('history', 'history', 'https://arxiv.org/abs/2602.02380v2', '--out', out)).document).toEqual(
      byId.document,
    );
    expect((await cli('history', '2602.02380', '--out', out)).stdout).toContain('Who says so');
  });

  test('nobody and several are said', async () => {
    expect((await cli('history', 'no such paper', '--out', out)).stderr).toContain('no paper of the archive');
    const several = await cli('history', 'model', '--out', out);
    expect(several.code).toBe(2);
    expect(several.stderr).toMatch(/\d+ papers are meant by "model"/);
  });
});

describe('paperboy archive', () => {
  test('stats count what there is', async () => {
    const { document: stats } = await document('stats', 'archive', 'stats', '--out', out);
    expect(stats).toMatchObject({
      papers: 53,
      dumps: 5,
      editions: 5,
      firstDay: '2025-07-30',
      lastDay: '2026-06-17',
      changes: { new: 53 },
      formats: { 'api-json': 1, text: 4 },
    });
    expect(stats.months.reduce((sum, { papers }) => sum + papers, 0)).toBe(53);
    expect((await cli('archive', 'stats', '--out', out)).stdout).toContain('New papers by month');
  });

  test('verify, damage, verify, repair, verify', async () => {
    const place = join(scratch, 'damaged');
    await cli('run', '--out', place, '--json');
    expect((await document('verify', 'archive', 'verify', '--out', place)).document).toMatchObject({
      state: 'sound',
      papers: 53,
    });
    const file = join(place, 'state/papers/2026/2026-02-04.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('{', '['));
    const damaged = await document('verify', 'archive', 'verify', '--out', place);
    expect(damaged).toMatchObject({
      code: 5,
      document: { state: 'damaged', diagnostics: [{ code: 'state-corrupt' }] },
    });
    expect((await cli('run', '--out', place)).code).toBe(5);
    const dry = await document('repair', 'archive', 'repair', '--out', place);
    expect(dry.document).toMatchObject({ written: false, kept: null, papers: 53 });
    expect((await cli('run', '--out', place)).code).toBe(5);
    const done = await document('repair', 'archive', 'repair', '--yes', '--out', place);
    expect(done.document).toMatchObject({ written: true, kept: join(place, 'state-damaged') });
    expect(readFileSync(join(place, 'state-damaged/papers/2026/2026-02-04.jsonl'), 'utf8')).toMatch(/^\[/);
    expect((await document('verify', 'archive', 'verify', '--out', place)).code).toBe(0);
    expect((await cli('run', '--out', place)).code).toBe(0);
    expect((await document('repair', 'archive', 'repair', '--yes', '--out', place)).document.diagnostics).toEqual([]);
  });

  test('export and import are inverse; nothing is laid over an archive', async () => {
    const file = join(scratch, 'archive.jsonl');
    const place = join(scratch, 'imported');
    expect((await cli('archive', 'export', file, '--out', out)).code).toBe(0);
    expect((await cli('archive', 'import', file, '--out', place)).code).toBe(0);
    expect((await cli('archive', 'export', '--out', place)).stdout).toBe(readFileSync(file, 'utf8'));
    expect(await cli('archive', 'import', file, '--out', place)).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('state-present'),
    });
  });

  test('nothing there is said, and is no fault', async () => {
    const nowhere = join(scratch, 'nowhere');
    expect((await document('verify', 'archive', 'verify', '--out', nowhere)).document.state).toBe('absent');
    expect((await cli('archive', 'stats', '--out', nowhere)).code).toBe(5);
    expect((await cli('archive', 'migrate', '--out', nowhere)).stdout).toContain('no archive here');
    expect((await cli('archive', 'migrate', '--out', out)).stdout).toContain('up to date');
    expect((await cli('archive', 'verify', 'x', '--out', out)).code).toBe(2);
    expect((await cli('archive', 'destroy', '--out', out)).code).toBe(2);
  });
});

test('the fuse, and what lets a flood in', async () => {
  const place = join(scratch, 'flood');
  const [first, second] = ['dumps/jul-30-alignment.txt', 'dumps/2026-02-04-daily.json'];
  await cli('run', first!, '--out', place, '--json');
  const blown = await cli('run', second!, '--out', place, '--max-new', '5');
  expect([blown.code, blown.stderr]).toEqual([5, expect.stringContaining('--allow-flood')]);
  const admitted = await cli('run', second!, '--out', place, '--max-new', '5', '--allow-flood', '--json');
  expect([admitted.code, JSON.parse(admitted.stdout).verdict.kind]).toEqual([0, 'fresh']);
});
