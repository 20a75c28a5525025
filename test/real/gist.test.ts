import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gistOf } from '../../src/render/gist/index.ts';
import { sentencesOf } from '../../src/render/gist/sentences.ts';
import { list, readJson } from './dumps.ts';
import { type Rouge, rouge, tokens } from './rouge.ts';

// The weights of src/render/gist/score.ts were set by hand and adjusted on the tuning days only; no weight was changed for a
// figure of the held-out days. A paper that stands on days of both kinds counts as a tuning paper.
const TUNING = ['2025-06-24', '2025-10-06', '2026-02-03', '2026-02-04'];
const HELD_OUT = ['2025-06-25', '2026-02-05', '2026-02-06', '2026-02-09'];

interface Row {
  paper: { id: string; title: string; summary: string; ai_summary?: string };
}
interface Sample {
  title: string;
  abstract: string;
  reference: string[];
}

function samples(days: readonly string[], without: ReadonlySet<string> = new Set()): Map<string, Sample> {
  const found = new Map<string, Sample>();
  for (const file of list('api', '.json').filter((path) => days.includes(basename(path, '.json')))) {
    for (const { paper } of readJson<Row[]>(file)) {
      if (!paper.ai_summary || without.has(paper.id)) continue;
      const abstract = paper.summary.replace(/\s+/g, ' ').trim();
      found.set(paper.id, { title: paper.title, abstract, reference: tokens(paper.ai_summary) });
    }
  }
  return found;
}

const tuning = samples(TUNING);
const heldOut = samples(HELD_OUT, new Set(tuning.keys()));

type Method = (sample: Sample) => string;
const gist =
  (max: number): Method =>
  ({ title, abstract }) =>
    gistOf({ title, abstract, aiSummary: null }, max)!.text;
const first: Method = ({ abstract }) => sentencesOf(abstract)[0]!;
const whole: Method = ({ abstract }) => abstract;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const average = (scores: readonly Rouge[]): Rouge => ({
  one: mean(scores.map((s) => s.one)),
  l: mean(scores.map((s) => s.l)),
});

/** Both texts of each pair have the same number of words: that of the gist or of its rival, whichever is shorter. */
function atEqualLength(
  of: Map<string, Sample>,
  ours: Method,
  rival: Method,
): { ours: Rouge; rival: Rouge; words: number } {
  const scored = [...of.values()].map((sample) => {
    const [a, b] = [tokens(ours(sample)), tokens(rival(sample))];
    const length = Math.min(a.length, b.length);
    return {
      ours: rouge(a.slice(0, length), sample.reference),
      rival: rouge(b.slice(0, length), sample.reference),
      length,
    };
  });
  return {
    ours: average(scored.map((s) => s.ours)),
    rival: average(scored.map((s) => s.rival)),
    words: mean(scored.map((s) => s.length)),
  };
}

const lines: string[] = [];
const percent = (value: number) => (100 * value).toFixed(1);
function compare(name: string, of: Map<string, Sample>, ours: Method, rival: Method) {
  const result = atEqualLength(of, ours, rival);
  const { ours: a, rival: b, words } = result;
  lines.push(
    `| ${name} | ${of.size} | ${words.toFixed(0)} | ${percent(a.one)} | ${percent(b.one)} | ${percent(a.l)} | ${percent(b.l)} |`,
  );
  return result;
}

describe('the gist of a paper against the summary that the site prints', () => {
  it('has enough papers to say anything, and none on both sides', () => {
    expect(tuning.size).toBeGreaterThan(80);
    expect(heldOut.size).toBeGreaterThan(80);
    expect([...heldOut.keys()].filter((id) => tuning.has(id))).toEqual([]);
  });

  it.each([
    ['held-out', heldOut],
    ['tuning', tuning],
  ])('%s days: better than the first sentence of the abstract at equal length', (name, of) => {
    for (const max of [320, 200, 120]) {
      // The first sentence as it is, and the beginning of the abstract as long as the gist: both at equal length.
      for (const [what, rival] of [
        ['first sentence', first],
        ['beginning', whole],
      ] as const) {
        const { ours, rival: theirs } = compare(`${name}, ${max} characters, ${what}`, of, gist(max), rival);
        expect(ours.one).toBeGreaterThan(theirs.one);
        expect(ours.l).toBeGreaterThan(theirs.l);
      }
    }
  });

  it('positive control: another paper’s gist is far worse than the first sentence', () => {
    const all = [...heldOut.values()];
    const others: Method = (sample) => gist(320)(all[(all.indexOf(sample) + 1) % all.length]!);
    const { ours, rival } = compare('control: the gist of another paper', heldOut, others, first);
    expect(ours.one).toBeLessThan(rival.one * 0.8);
    expect(rouge(['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual({ one: 1, l: 1 });
    expect(rouge(['c', 'b', 'a'], ['a', 'b', 'c'])).toEqual({ one: 1, l: 1 / 3 });
    expect(rouge(['x'], ['a'])).toEqual({ one: 0, l: 0 });
  });

  it('gives the table of docs/mail.md', () => {
    const head = '| days, room, rival | papers | words | ROUGE-1 gist | ROUGE-1 rival | ROUGE-L gist | ROUGE-L rival |';
    process.stdout.write(`${[head, head.replace(/[^|]+/g, ' --- '), ...lines].join('\n')}\n`);
    expect(lines.length).toBe(13);
    const page = readFileSync('docs/mail.md', 'utf8');
    expect(lines.filter((line) => !page.includes(line))).toEqual([]);
  });
});

interface Bare {
  paper: { id: string; title: string; summary?: string | null };
}

it('says at least 100 characters of every abstract of 200 or more, in every room of a card', () => {
  const papers = new Map(
    list('api', '.json').flatMap((file) => readJson<Bare[]>(file).map(({ paper }) => [paper.id, paper] as const)),
  );
  expect(papers.size).toBeGreaterThan(200);
  const short: string[] = [];
  for (const { id, title, summary } of papers.values()) {
    const abstract = summary ?? '';
    if (abstract.replace(/\s+/g, ' ').trim().length < 200) continue;
    for (const max of [320, 200, 130]) {
      const { text } = gistOf({ title, abstract, aiSummary: null }, max)!;
      if (text.length < 100 || text.length > max) short.push(`${id} at ${max}: ${text}`);
    }
  }
  expect(short).toEqual([]);
});
