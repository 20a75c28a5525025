// Papers for the benchmark, the same for the same number: titles and abstracts of drawn words, as long as real ones.

import { seeded } from '../random.mjs';

const syllables = 'ra to mi lo den sa ker vin pol tu mar ing el os ta ri con de re ment al ver'.split(' ');
const words = Array.from({ length: 5_000 }, (_, n) => {
  const next = seeded(n + 1);
  return Array.from(
    { length: 1 + Math.floor(next() * 3) },
    () => syllables[Math.floor(next() * syllables.length)],
  ).join('');
});

/** @param perDay how many papers a day brings. */
export function paperAt(n, perDay) {
  const next = seeded(n + 7);
  const draw = (count) => Array.from({ length: count }, () => words[Math.floor(next() ** 2 * words.length)]).join(' ');
  const day = new Date(Date.UTC(2015, 0, 1) + Math.floor(n / perDay) * 86_400_000).toISOString().slice(0, 10);
  const text = next() < 0.2 ? null : `${2000 + (n % 1000)}.${String(Math.floor(n / 1000)).padStart(5, '0')}`;
  return {
    title: `Paper ${n.toString(36)} on ${draw(7)}`,
    abstract: `${draw(200)}.`,
    aiSummary: null,
    arxivId: text,
    authors: [draw(2), draw(2), draw(2)],
    authorCount: 3,
    organization: null,
    published: day,
    publishedBasis: 'explicit',
    publishedText: day,
    comments: n % 7,
    upvotes: n % 50,
    links: text === null ? [] : [{ rel: 'arxiv', url: `https://arxiv.org/abs/${text}` }],
    day,
  };
}

/** A record as the archive holds it. */
export function recordAt(n, perDay, titleKey) {
  const { day, ...paper } = paperAt(n, perDay);
  const second = n % perDay;
  const instant = new Date(Date.parse(`${day}T00:00:00Z`) + second * 1000).toISOString().replace('.000', '');
  return {
    id: `tag:paperboy.invalid,2026:paper/${paper.arxivId ?? titleKey(paper.title)}`,
    ...paper,
    revision: 1,
    edition: `${day}.1`,
    firstSeen: day,
    lastSeen: day,
    instant,
    updated: instant,
    sightings: [
      { dump: day.replaceAll('-', '').padEnd(12, '0'), date: day, size: perDay, states: 255, comments: 1, upvotes: 2 },
    ],
    variants: {},
  };
}

/** A dump of 100 papers: 60 new ones, 20 of the last days, 20 from anywhere; every second of them without its id. */
export function probe(size, perDay) {
  const next = seeded(99);
  const known = [
    ...Array.from({ length: 20 }, (_, i) => size - 1 - i * 9),
    ...Array.from({ length: 20 }, () => Math.floor(next() * size)),
  ];
  const numbers = [...known, ...Array.from({ length: 60 }, (_, i) => size + i)];
  return numbers.map((n, line) => {
    const { day: _, ...paper } = paperAt(Math.max(0, n), perDay);
    return { ...paper, arxivId: line % 2 === 0 ? paper.arxivId : null, line: line + 1 };
  });
}
