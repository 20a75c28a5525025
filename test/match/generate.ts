import type { Paper, Term, Tree } from './reference.ts';

/** Random queries and papers of a small language, in which everything that the product tells apart occurs often. */
type Random = () => number;

const words =
  'fine tuning tuned finetuning model models reward rewards RL rl LLM LLMs llm modelreward agent agents Agent MoE MoEs moe'.split(
    ' ',
  );
const names = ['Ada Reward', 'Agent Smith', 'Rl Model', 'Fine Tuning'];
const days = ['2026-01-05', '2026-02-01', '2026-02-03', '2026-02-28', '2025-12-31'];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

export function randomPaper(random: Random): Paper {
  const text = (length: number) =>
    Array.from({ length }, () => pick(random, words) + pick(random, [' ', ' ', ' ', '-', '\n', '. ', ' with '])).join(
      '',
    );
  const or = <T>(value: T): T | null => (random() < 0.3 ? null : value);
  return {
    title: text(1 + Math.floor(random() * 6)),
    abstract: or(text(Math.floor(random() * 16))),
    authors: names.filter(() => random() < 0.4),
    organization: or({ handle: 'reward-lab', name: pick(random, ['Reward Lab', 'Model Agents']) }),
    arxivId: or(pick(random, ['2602.00001', '2602.00002', '2601.00001'])),
    links: random() < 0.5 ? [{ rel: pick(random, ['code', 'project'] as const), url: 'https://example.org/' }] : [],
    published: or(pick(random, days)),
    firstSeen: or(pick(random, days)),
    comments: or(Math.floor(random() * 6)),
    upvotes: or(Math.floor(random() * 40)),
    change: or(pick(random, ['new', 'revised'] as const)),
  };
}

function randomTerm(random: Random): Term {
  const stem = random() < 0.2;
  const length = pick(random, [1, 1, 1, 2, 2, 3]);
  let text = Array.from({ length }, () => pick(random, words)).reduce((a, b) => a + pick(random, [' ', '-']) + b);
  // Cut short, so that the stem is seldom a whole word; three letters must be left of all, and no name such as `RL*`.
  if (stem) {
    const last = /[A-Za-z]+$/.exec(text)![0].length;
    text = text.slice(0, text.length - Math.floor(random() * last));
    if (text.length < 3 || /(?:^|[ -])[A-Z]{1,2}$/.test(text)) text += 'ward';
  }
  const exact = random() < 0.15;
  return { kind: 'term', text, exact, stem, plain: !exact && random() < 0.1 };
}

/** A query as tree, for the reference, and as text, for the product. */
export interface RandomQuery {
  tree: Tree;
  text: string;
}

function termText({ text, exact, stem, plain }: Term): string {
  const written = text + (stem ? '*' : '');
  if (exact) return `'${written}'`;
  return (plain ? '=' : '') + (/ /.test(written) ? `"${written}"` : written);
}

function randomTest(random: Random): RandomQuery {
  const test = (text: string, holds: (paper: Paper) => boolean): RandomQuery => ({
    tree: { kind: 'test', text, holds },
    text,
  });
  const n = Math.floor(random() * 6);
  const day = pick(random, days);
  return pick(random, [
    () => test('has:code', (p) => p.links.some((l) => l.rel === 'code')),
    () => test('has:project', (p) => p.links.some((l) => l.rel === 'project')),
    () => test('has:org', (p) => p.organization !== null),
    () => test(`comments:>${n}`, (p) => p.comments !== null && p.comments > n),
    () => test(`comments:${n}..4`, (p) => p.comments !== null && p.comments >= n && p.comments <= 4),
    () => test(`upvotes:<=${n * 5}`, (p) => p.upvotes !== null && p.upvotes <= n * 5),
    () => test(`date:${day}`, (p) => p.published === day),
    () => test('date:2026-02', (p) => p.published?.startsWith('2026-02') === true),
    () => test(`date:>${day}`, (p) => p.published !== null && p.published > day),
    () => test(`added:..${day}`, (p) => p.firstSeen !== null && p.firstSeen <= day),
    // Now is 2026-02-03.
    () => test('added:P3D', (p) => p.firstSeen !== null && ['2026-02-01', '2026-02-03'].includes(p.firstSeen)),
    () => test('change:revised', (p) => p.change === 'revised'),
    () => test('id:2602.00001v2', (p) => p.arxivId === '2602.00001'),
    () => test('id:2602.*', (p) => p.arxivId?.startsWith('2602.') === true),
  ])();
}

export function randomQuery(random: Random, depth = 3, inField = false): RandomQuery {
  const roll = random();
  const brackets = ({ tree, text }: RandomQuery) => (tree.kind === 'term' ? text : `(${text})`);
  if (depth === 0 || roll < 0.3) {
    const tree = randomTerm(random);
    return { tree, text: termText(tree) };
  }
  if (roll < 0.4 && !inField) return randomTest(random);
  if (roll < 0.5 && !inField) {
    const field = pick(random, ['title', 'abstract', 'author', 'org'] as const);
    const child = randomQuery(random, depth - 1, true);
    return { tree: { kind: 'field', field, child: child.tree }, text: `${field}:${brackets(child)}` };
  }
  if (roll < 0.6) {
    const child = randomQuery(random, depth - 1, inField);
    return { tree: { kind: 'not', child: child.tree }, text: `${pick(random, ['-', 'NOT '])}(${child.text})` };
  }
  if (roll < 0.65) {
    const child = randomQuery(random, depth - 1, inField);
    return { tree: { kind: 'weight', child: child.tree }, text: `(${child.text})^2` };
  }
  const kind = roll < 0.82 ? 'and' : 'or';
  const children = Array.from({ length: 2 + Math.floor(random() * 3) }, () => randomQuery(random, depth - 1, inField));
  const sign = kind === 'or' ? ' OR ' : pick(random, [' AND ', ' ']);
  return { tree: { kind, children: children.map((c) => c.tree) }, text: children.map((c) => `(${c.text})`).join(sign) };
}
