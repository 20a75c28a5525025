// A synthetic archive of any size: 50 papers a day, an edition each day, four topics that a third of the papers match.
// The same in every run and every process.

import { seeded } from '../random.mjs';

const PER_DAY = 50;
const words =
  'reward model preference agent tool policy length signal search language image video reasoning alignment benchmark scaling attention memory retrieval training'.split(
    ' ',
  );
export const topics = ['Reward models', 'Agents', 'Retrieval', 'Benchmarks'];

const day = (n) => new Date(Date.UTC(2016, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

function paperOf(n) {
  const random = seeded(n + 1);
  const pick = () => words[Math.floor(random() * words.length)];
  const sentence = () => `We ${pick()} the ${pick()} of a ${pick()} ${pick()} and find that ${pick()} helps ${pick()}.`;
  const date = day(Math.floor(n / PER_DAY));
  const second = n % PER_DAY;
  const instant = `${date}T12:00:${String(second).padStart(2, '0')}Z`;
  const arxivId = `${date.slice(2, 4)}${date.slice(5, 7)}.${String(10_000 + n).slice(-5)}`;
  const links = [
    { rel: 'page', url: `https://papers.example.org/${arxivId}` },
    { rel: 'arxiv', url: `https://arxiv.example.org/abs/${arxivId}` },
  ];
  return {
    id: `tag:paperboy.invalid,2026:paper/${n.toString(16).padStart(16, '0')}`,
    title: `Paper ${n}: the ${pick()} of ${pick()} and ${pick()}`,
    abstract: Array.from({ length: 14 }, sentence).join(' '),
    aiSummary: null,
    arxivId,
    authors: ['Ada Example', 'Ben Example', 'Chi Example'],
    authorCount: 3,
    organization: n % 4 === 0 ? { handle: 'lab', name: 'A Laboratory' } : null,
    published: date,
    publishedBasis: 'explicit',
    publishedText: date,
    comments: n % 7,
    upvotes: n % 90,
    links,
    revision: 1,
    edition: `${date}.1`,
    firstSeen: date,
    lastSeen: date,
    instant,
    updated: instant,
    sightings: [
      { dump: dumpOf(date).slice(0, 12), date, size: PER_DAY, states: 1023, comments: n % 7, upvotes: n % 90 },
    ],
    variants: {},
  };
}

const dumpOf = (date) => date.replaceAll('-', '').padEnd(64, '0');

const changeOf = ({ id, title, arxivId }) => ({
  kind: 'new',
  paper: id,
  revision: 1,
  title,
  arxivId,
  fields: [],
  reason: null,
});

/** An archive of so many papers; a number that does not fill the last day leaves it growing. */
export function archiveOf(count) {
  const papers = Array.from({ length: count }, (_, n) => paperOf(n));
  const editions = [];
  const dumps = [];
  for (let n = 0; n < count; n += PER_DAY) {
    const own = papers.slice(n, n + PER_DAY);
    const { firstSeen: date } = own[0];
    const counts = { new: own.length, revised: 0, enriched: 0, relisted: 0, seen: 0 };
    const sequence = editions.length + 1;
    const dump = dumpOf(date);
    editions.push({
      ...{ id: `${date}.1`, date, sequence, dump, history: false, arrived: date },
      ...{ counts, changes: own.map(changeOf) },
    });
    dumps.push({
      ...{ sha256: dump, date, dateBasis: 'flag', source: `${date}.json`, format: 'api-json' },
      ...{ listing: 'daily', papers: own.length, counts, edition: `${date}.1` },
    });
  }
  return { papers, dumps, editions, clock: {}, unsettled: [] };
}

/** The same archive with one paper more, which an edition of a day of its own brought. */
export function withOneMore(archive) {
  const n = archive.papers.length;
  const paper = paperOf(Math.ceil(n / PER_DAY) * PER_DAY);
  const date = paper.firstSeen;
  const counts = { new: 1, revised: 0, enriched: 0, relisted: 0, seen: 0 };
  const edition = {
    ...{ id: `${date}.1`, date, sequence: archive.editions.length + 1, dump: dumpOf(date), history: false },
    ...{ arrived: date, counts, changes: [changeOf(paper)] },
  };
  const dump = {
    ...{ sha256: dumpOf(date), date, dateBasis: 'flag', source: `${date}.json`, format: 'api-json' },
    ...{ listing: 'daily', papers: 1, counts, edition: edition.id },
  };
  const papers = [...archive.papers, paper];
  return {
    archive: { ...archive, papers, editions: [...archive.editions, edition], dumps: [...archive.dumps, dump] },
    paper,
    edition,
  };
}

/** A public subscription, and which papers match its topics: every third one, the topics in turn. */
export function readersOf({ papers }) {
  const subscription = {
    ...{ id: 'ada', name: 'Ada', address: null, cadence: 'daily', maxPapers: 20, maxAgeDays: 14, backfill: 0 },
    ...{ public: true, locale: 'en', changes: ['new', 'revised'], source: 'ada.yaml' },
    topics: topics.map((name) => ({ name, any: [name], all: [], none: [], query: null })),
  };
  const matches = new Map();
  for (const [n, { id }] of papers.entries()) {
    if (n % 3 > 0) continue;
    const topic = topics[(n / 3) % topics.length];
    matches.set(id, [{ topic, score: 1 + (n % 5), spans: [{ field: 'title', start: 0, end: 5, term: 'paper' }] }]);
  }
  return [{ subscription, matches }];
}
