import { describe, expect, it } from 'vitest';
import { replay } from '../../src/deliver/ledger.ts';
import { noKeys } from '../../src/deliver/suppression.ts';
import { emptyArchive } from '../../src/diff/source.ts';
import type { Archive, Edition, PaperRecord, Subscription, Topic } from '../../src/model/index.ts';
import { papersNamed } from '../../src/pipeline/archive.ts';
import { matchArchive } from '../../src/pipeline/matching.ts';
import { testProfile } from '../../src/pipeline/profile.ts';
import { why } from '../../src/pipeline/why.ts';
import type { Asking } from '../../src/pipeline/would-send.ts';
import { firstSight, unsaid } from '../records.ts';

const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });
const subscription = (topics: Topic[], parts: Partial<Subscription> = {}): Subscription => ({
  id: 'ada',
  name: null,
  address: null,
  topics,
  cadence: 'daily',
  maxPapers: 10,
  maxAgeDays: 7,
  changes: ['new'],
  backfill: 0,
  public: false,
  locale: 'en',
  source: 'ada.yaml',
  ...parts,
});

const record = (n: number, title: string, abstract: string | null, day = '2026-02-03'): PaperRecord => ({
  ...unsaid,
  ...firstSight,
  id: `tag:${n}`,
  title,
  abstract,
  arxivId: `2602.0000${n}`,
  edition: `${day}.1`,
  firstSeen: day,
  lastSeen: day,
  instant: `${day}T00:00:0${n}Z`,
  updated: `${day}T00:00:0${n}Z`,
});
const papers = [
  record(1, 'Rag dolls', 'A rag doll has no model of reward.'),
  record(2, 'Agentic planning', 'It plans with large language models (LLMs).'),
  record(3, 'Robots', 'Large language models move arms.', '2026-02-04'),
];
const edition = (date: string, sequence: number, history = false): Edition => ({
  id: `${date}.1`,
  date,
  sequence,
  dump: 'd',
  history,
  arrived: date,
  counts: { new: 1, revised: 0, enriched: 0, relisted: 0, seen: 0 },
  changes: papers
    .filter((paper) => paper.firstSeen === date)
    .map(({ id, title, arxivId }) => ({
      kind: 'new',
      paper: id,
      revision: 1,
      title,
      arxivId,
      fields: [],
      reason: null,
    })),
});
const archive: Archive = {
  ...emptyArchive(),
  papers,
  editions: [edition('2026-02-03', 1, true), edition('2026-02-04', 2)],
};
const asking = (): Asking => ({
  planner: {
    archive,
    papers: new Map(papers.map((paper) => [paper.id, paper])),
    cursors: { ada: { since: 2, granted: [], backfill: 0 } },
    ledger: replay('', 'ledger'),
    channel: 'smtp',
  },
  keys: noKeys,
  inDoubt: 'resend',
  effects: { addressOf: () => ({ mailbox: { address: 'ada@reader.example', name: null }, diagnostic: null }) },
  ways: { of: () => ({ channel: {} }) },
});
const whyOf = (one: Subscription, paper: PaperRecord) => why(one, paper, '2026-02-05T08:00:00Z', asking());
const explain = (parts: Partial<Topic>, n: number, more: Partial<Subscription> = {}) =>
  whyOf(subscription([topic(parts)], more), papers[n - 1]!);
const blamed = (parts: Partial<Topic>, n: number) =>
  explain(parts, n)
    .topics[0]!.clauses.filter(({ blame }) => blame)
    .map(({ text, nearest }) => [text, nearest]);

describe('why', () => {
  it.each<[Partial<Topic>, number, [string, string | null][]]>([
    [{ any: ['RAG'] }, 1, [['RAG', 'in other capitals: Rag']]],
    [{ any: ['reward model'] }, 1, [['"reward model"', 'its words stand apart']]],
    [{ any: ['reward hacking'] }, 1, [['"reward hacking"', 'only reward is there']]],
    [{ any: ['LLM-as-a-judge'] }, 1, [['LLM-as-a-judge', null]]],
    [{ any: ['reward of the judge'] }, 1, [['"reward of the judge"', 'only reward is there']]],
    [{ query: 'title:reward' }, 1, [['reward', 'it stands in the abstract']]],
    [{ any: ['agent'] }, 2, [['agent', 'a related word: Agentic; agent* would find it']]],
    [{ any: ['robot'], none: ['arm'] }, 3, [['arm', null]]],
    [{ all: ['robot', 'survey'] }, 3, [['survey', null]]],
    [{ query: 'robot date:2025' }, 3, [['date:2025', 'not known']]],
    [{ query: 'robot id:2601.*' }, 3, [['id:2601.*', 'it is 2602.00003']]],
    [
      { query: 'robot -(arm move)' },
      3,
      [
        ['arm', null],
        ['move', null],
      ],
    ],
  ])('blames for %j in paper %i: %j', (parts, n, expected) => {
    expect(blamed(parts, n)).toEqual(expected);
    expect(explain(parts, n).matches).toBe(false);
  });

  it('shows the evidence of terms with a weight, and blames no weighted term that is there', () => {
    const clauses = (query: string) => explain({ query }, 3).topics[0]!.clauses;
    const term = (query: string, text: string) =>
      clauses(query).find((one) => one.kind === 'term' && one.text === text)!;
    for (const query of ['robot^3', '-vision (robot OR x)^2', '((robot^2)^3 OR x)^2', 'title:robot^2'])
      expect(term(query, 'robot')).toMatchObject({ holds: true, spans: [{ field: 'title', start: 0, end: 6 }] });
    expect(term('-vision (robot OR x)^2', 'x')).toMatchObject({ holds: false, spans: [] });
    expect(explain({ query: 'robot -arm^2' }, 3).topics[0]!.clauses.filter(({ blame }) => blame)).toMatchObject([
      { text: 'arm', holds: true },
    ]);
  });

  it('agrees with matching, topic by topic', () => {
    const topics = [
      topic({ any: ['LLM'] }),
      topic({ name: 'u', query: 'robot -arm' }),
      topic({ name: 'v', query: 'has:code OR model' }),
      topic({ name: 'w', any: ['model'], minScore: 50 }),
    ];
    const found = matchArchive([subscription(topics)], archive).get('ada')!;
    for (const [n, paper] of papers.entries()) {
      const report = whyOf(subscription(topics), paper);
      const names = report.topics.filter(({ matches }) => matches).map(({ topic: name }) => name);
      expect(names.sort()).toEqual((found.get(n) ?? []).map(({ topic: name }) => name).sort());
      for (const { match, matches } of report.topics) {
        if (matches) expect(found.get(n)).toContainEqual(match);
      }
    }
  });

  it('shows the definition by which an abbreviation was found', () => {
    const [clause] = explain({ any: ['LLM'] }, 3).topics[0]!.clauses;
    expect(clause).toMatchObject({
      holds: true,
      via: { short: 'LLM', long: 'large language models', evidence: ['Agentic planning'] },
    });
  });

  it('shows the score of a match below its threshold', () => {
    const [report] = explain({ any: ['robot'], minScore: 50 }, 3).topics;
    expect(report).toMatchObject({ matches: false, minScore: 50 });
    expect(report!.match!.score).toBeGreaterThan(0);
  });

  it.each<[number, Partial<Subscription>, RegExp | null]>([
    [3, {}, null],
    [1, {}, /its edition is history/],
    [3, { changes: ['revised'] }, /its changes are new, and the subscription asks for revised/],
    [3, { id: 'nobody' }, /no run has seen/],
  ])('says what else keeps paper %i away with %j', (n, more, obstacle) => {
    const { obstacles } = explain({ any: ['robot', 'rag'] }, n, more);
    if (obstacle === null) expect(obstacles).toEqual([]);
    else expect(obstacles[0]).toMatch(obstacle);
  });

  it.each([
    ['2602.00002v3', [2]],
    ['https://arxiv.org/abs/2602.00002', [2]],
    ['robots', [3]],
    ['RAG D', [1]],
    ['tag:1', [1]],
    ['o', [1, 3]],
    ['nothing', []],
  ])('finds the paper called %s', (text, expected) => {
    expect(papersNamed(text, archive.papers).map(({ id }) => Number(id.slice(4)))).toEqual(expected);
  });
});

describe('profile test', () => {
  it('counts matches by day, term and alone', () => {
    const { topics } = testProfile(archive, [topic({ any: ['LLM', 'rag', 'survey'], none: ['doll'] })], []);
    expect(topics[0]).toMatchObject({
      matches: 2,
      perDay: 1,
      days: [
        { day: '2026-02-03', papers: 2, matches: 1 },
        { day: '2026-02-04', papers: 1, matches: 1 },
      ],
      terms: [
        { term: 'LLM', papers: 2, alone: 2 },
        { term: 'rag', papers: 1, alone: 0 },
        { term: 'survey', papers: 0, alone: 0 },
      ],
    });
    expect(topics[0]!.warnings).toEqual([
      'the topic would match 67 % of all papers',
      'LLM would match 67 % of all papers',
      'rag would match 33 % of all papers',
      'survey brings nothing',
    ]);
  });

  it('suggests what occurs with the topic and not without', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      record(i, i % 3 === 0 ? `Robot ${i}` : `Paper ${i}`, i % 3 === 0 ? 'It uses a gripper arm.' : 'It reads a book.'),
    );
    const [report] = testProfile({ papers: many, editions: [] }, [topic({ any: ['robot'] })], []).topics;
    expect(report!.add.map(({ term }) => term)).toContain('gripper arm');
    expect(report!.add.every(({ outside }) => outside === 0)).toBe(true);
    expect(report!.samples).toHaveLength(8);
  });

  it('answers on an empty archive', () => {
    const { topics } = testProfile({ papers: [], editions: [] }, [topic({ any: ['x'] })], []);
    expect(topics[0]).toMatchObject({ matches: 0, perDay: 0, days: [], warnings: ['the archive is empty'] });
  });
});
