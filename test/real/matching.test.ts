import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/fetch/files.ts';
import { analyse, learn, MatchIndex } from '../../src/match/index.ts';
import { distinctPapers } from '../../src/pipeline/inspect.ts';
import { parseSources } from '../../src/pipeline/parse.ts';
import { list } from './dumps.ts';

// How well topics find and order what a reader judged relevant: see "Measured" in docs/matching.md for how the labels were made.
interface Profile {
  name: string;
  corpus: 'text' | 'api';
  any: string[];
  all: string[];
  none: string[];
  relevant: string[];
}
const labelled = JSON.parse(readFileSync(new URL('../fixtures/match/labelled.json', import.meta.url), 'utf8')) as {
  corpora: Record<'text' | 'api', string[]>;
  profiles: Profile[];
};

const corpora = { text: await corpus('text'), api: await corpus('api') };

async function corpus(name: 'text' | 'api') {
  const wanted = new Set(labelled.corpora[name]);
  const sources = await readSources(list(name, name === 'text' ? '.txt' : '.json'));
  const dumps = parseSources(sources, { now: '2026-11-21T12:00:00Z', date: null });
  return distinctPapers(dumps).filter(({ title }) => wanted.has(title));
}

/** Precision, recall, F1 and average precision of one profile. */
function measure(
  { corpus: name, any, all, none, relevant }: Profile,
  options: { abbreviations: boolean; ranked: boolean },
) {
  const papers = corpora[name];
  const { analyses, ...learnt } = learn(papers, null);
  const index = new MatchIndex({ ...learnt, abbreviations: options.abbreviations ? learnt.abbreviations : null });
  index.set({ id: 'p', topics: [{ name: 't', any, all, none, query: null }] });
  const found = [...index.match(papers, analyses).get('p')!].map(([n, [match]]) => ({
    title: papers[n]!.title,
    match: match!,
  }));
  if (options.ranked) found.sort((a, b) => b.match.score - a.match.score);
  const wanted = new Set(relevant);
  let hits = 0;
  let average = 0;
  for (const [i, { title }] of found.entries()) if (wanted.has(title)) average += ++hits / (i + 1);
  const precision = hits / Math.max(1, found.length);
  const recall = hits / wanted.size;
  return { f1: (2 * hits) / (found.length + wanted.size), precision, recall, average: average / wanted.size };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
function table(profiles: readonly Profile[], options: { abbreviations: boolean; ranked: boolean }) {
  const rows = profiles.map((profile) => measure(profile, options));
  return {
    f1: mean(rows.map(({ f1 }) => f1)),
    recall: mean(rows.map(({ recall }) => recall)),
    map: mean(rows.map(({ average }) => average)),
  };
}

describe('matching against what a reader judged', () => {
  // Every second profile was looked at while the ranking was tuned; the others were not.
  const held = labelled.profiles.filter((_, i) => i % 2 === 1);

  it('has every labelled paper', () => {
    expect(corpora.text).toHaveLength(155);
    for (const { corpus: name, relevant } of labelled.profiles) {
      const titles = new Set(corpora[name].map(({ title }) => title));
      expect(relevant.filter((title) => !titles.has(title))).toEqual([]);
    }
  });

  it('orders far better than the order of the dumps, also where it was not tuned', () => {
    const rows = {
      plain: table(labelled.profiles, { abbreviations: false, ranked: false }),
      ranked: table(labelled.profiles, { abbreviations: false, ranked: true }),
      full: table(labelled.profiles, { abbreviations: true, ranked: true }),
      'full, held out': table(held, { abbreviations: true, ranked: true }),
    };
    for (const [name, row] of Object.entries(rows)) {
      process.stdout.write(
        `${name.padEnd(15)} F1 ${row.f1.toFixed(3)}  recall ${row.recall.toFixed(3)}  MAP ${row.map.toFixed(3)}\n`,
      );
    }
    expect(rows.full.map).toBeGreaterThan(rows.plain.map + 0.12);
    expect(rows.full.map).toBeGreaterThan(0.85);
    expect(rows['full, held out'].map).toBeGreaterThan(0.8);
    // Abbreviations never lose a paper.
    expect(rows.full.recall).toBeGreaterThanOrEqual(rows.plain.recall);
  });

  it.each([
    ['large language model', 'LLM'],
    ['direct preference optimization', 'DPO'],
    ['supervised fine-tuning', 'SFT'],
    ['reinforcement learning from human feedback', 'RLHF'],
    ['retrieval-augmented generation', 'RAG'],
    ['multimodal large language model', 'MLLM'],
    ['chain of thought', 'CoT'],
  ])('"%s" and %s each find most of what both find', (long, short) => {
    for (const name of ['text', 'api'] as const) {
      const papers = corpora[name];
      const { analyses, ...learnt } = learn(papers, null);
      const found = (abbreviations: boolean, ...any: string[]) => {
        const index = new MatchIndex({ ...learnt, abbreviations: abbreviations ? learnt.abbreviations : null });
        index.set({ id: 'p', topics: [{ name: 't', any, all: [], none: [], query: null }] });
        return index.match(papers, analyses).get('p')!.size;
      };
      // Where nobody defines this pair, nothing is learnt of it.
      if (!learnt.abbreviations!.longsOf(short).some((pair) => pair.key === analyse(long).forms.join(' '))) continue;
      const both = found(false, long, short);
      for (const term of [long, short]) {
        expect(found(true, term)).toBeGreaterThanOrEqual(0.85 * both);
        expect(found(true, term)).toBeGreaterThanOrEqual(found(false, term));
      }
    }
  });
});
