import { describe, expect, it } from 'vitest';
import { definitionsIn } from '../../src/match/abbreviations.ts';
import {
  Abbreviations,
  analysePaper,
  compileTopics,
  countCorpus,
  learnAbbreviations,
  matchPaper,
  mergeAbbreviations,
  mergeCorpus,
  noContext,
} from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';

const paper = (title: string, abstract: string | null = null) => ({ title, abstract });
const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });

describe('definitions of abbreviations', () => {
  it.each<[string, string, string]>([
    ['We train large language models (LLMs) to plan.', 'LLM', 'large language models'],
    ['by Proximal Policy Optimization (PPO)', 'PPO', 'Proximal Policy Optimization'],
    ['retrieval-augmented generation (RAG)', 'RAG', 'retrieval-augmented generation'],
    ['RAG (retrieval-augmented generation) helps', 'RAG', 'retrieval-augmented generation'],
    ['the key-value (KV) cache', 'KV', 'key-value'],
    ['a Mixture of Experts (MoE) layer', 'MoE', 'Mixture of Experts'],
    [
      'reinforcement learning from human feedback (RLHF; see below)',
      'RLHF',
      'reinforcement learning from human feedback',
    ],
    ['automatic speech recognition (ASR), which', 'ASR', 'automatic speech recognition'],
    ['Low-Rank Adaptation (LoRA)', 'LoRA', 'Low-Rank Adaptation'],
  ])('%s', (text, short, long) => {
    expect(definitionsIn(text)).toEqual([{ short, long }]);
  });

  it.each([
    'We use a model (see Figure 2).',
    'It was good (2024).',
    'It ended. Models (LLM) are large',
    'scores (+5%) rise',
    'the best (SOTA) result',
    'an odd (ABC) thing',
  ])('none in: %s', (text) => {
    expect(definitionsIn(text)).toEqual([]);
  });

  it('are counted in parts as in one', () => {
    const papers = [
      paper('Large language models (LLMs)', 'A reward model (RM) judges.'),
      paper('On LLMs', 'Large Language Model (LLM) agents use retrieval-augmented generation (RAG).'),
      paper('Random matrices (RM)'),
    ];
    const whole = learnAbbreviations(papers);
    const parts = papers.map((one) => learnAbbreviations([one]));
    expect(mergeAbbreviations(parts)).toEqual(whole);
    expect(mergeAbbreviations(parts.reverse())).toEqual(whole);
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    expect(whole.LLM!['large language model']).toMatchObject({
      papers: 2,
      evidence: ['Large language models (LLMs)', 'On LLMs'],
    });
    const analyses = papers.map(analysePaper);
    expect(mergeCorpus(analyses.map((one) => countCorpus([one])))).toEqual(countCorpus(analyses));
  });

  it('take words of JavaScript for words', () => {
    const counts = learnAbbreviations([paper('constructor of nothing special (CONS)', '__proto__ very odd (PVO)')]);
    expect(mergeAbbreviations([counts])).toEqual(counts);
    expect(new Abbreviations(counts).longsOf('constructor')).toEqual([]);
  });
});

describe('terms and their abbreviations', () => {
  const archive = [
    paper('A', 'Large language models (LLMs) and reward models (RM) and Mixture of Experts (MoE).'),
    paper('B', 'Large language models (LLMs).'),
  ];
  const context = { ...noContext, abbreviations: new Abbreviations(learnAbbreviations(archive)) };
  const cut = (parts: Partial<Topic>, title: string, abstract: string | null = null) => {
    const compiled = compileTopics([topic(parts)], context);
    expect(compiled.errors).toEqual([]);
    const [match] = matchPaper(compiled, paper(title, abstract));
    return (
      match?.spans.map(({ field, start, end }) => (field === 'title' ? title : abstract!).slice(start, end)) ?? null
    );
  };

  it.each<[Partial<Topic>, string, string[] | null, string]>([
    [{ any: ['LLM'] }, 'A large language model', ['large language model'], 'short finds long'],
    [{ any: ['LLMs'] }, 'Large-language models', ['Large-language models'], 'in its spellings'],
    [{ any: ['large language model'] }, 'Many LLMs', ['LLMs'], 'long finds short'],
    [{ any: ['large language models'] }, 'an llm', null, 'the short form in its capitals only'],
    [{ any: ['LLM agent'] }, 'Large language model agents', ['Large language model agents'], 'as a part of a phrase'],
    [{ query: '"large language model agent"' }, 'LLM agents', ['LLM agents'], 'and back'],
    [{ any: ['LLM'] }, 'LLMs are large language models', ['LLMs'], 'found as written needs no other reason'],
    [{ any: ['LLM', 'large language model'] }, 'LLMs here', ['LLMs'], 'and is shown once'],
    [{ any: ['mixture of experts'] }, 'MoE layers', ['MoE'], 'mixed case counts'],
    [{ any: ['mixture of experts'] }, 'moe layers', null, 'as it was defined'],
    [{ any: ["'LLM'"] }, 'A large language model', null, 'single quotes switch it off'],
    [{ any: ['=LLM'] }, 'A large language model', null, 'so does ='],
    [{ query: '="large language model"' }, 'LLMs', null, 'in a query too'],
    [{ any: ['LLM'], abbreviations: false }, 'A large language model', null, 'and the topic can'],
    [{ query: 'title:LLM' }, 'A large language model', ['large language model'], 'in a field'],
    [{ query: 'agent -LLM' }, 'Large language model agents', null, 'excluded as well'],
    [{ any: ['reward model'] }, 'RM scores', ['RM'], 'where the paper says nothing else'],
  ])('%j in %s: %j (%s)', (parts, title, found) => {
    expect(cut(parts, title)).toEqual(found);
  });

  it('not where the paper gives the short form another meaning', () => {
    expect(cut({ any: ['reward model'] }, 'Spectra', 'Of a random matrix (RM). An RM has eigenvalues.')).toBeNull();
    expect(
      cut({ any: ['reward model'] }, 'Scores', 'By the learnt reward models (RM); the RM is large.'),
    ).not.toBeNull();
  });
});
