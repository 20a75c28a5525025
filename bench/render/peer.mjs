// Feeds of the newest papers beside the bare `feed` library, which we write them with: what escaping, order, archive links and style
// cost on top. In one process, round by round. Prints one JSON document.
import { Feed } from 'feed';
import { collectAll } from '../../dist/render/collections.js';
import { outputs } from '../../dist/render/outputs/index.js';
import { makeLibrary } from '../../dist/render/shelves.js';
import { archiveOf } from './archive.mjs';

const ITEMS = 1000;
const { editions, papers } = archiveOf(ITEMS);
const context = { siteUrl: 'https://papers.example.org', locale: 'en' };

/** A collection of fresh records each time: what is remembered of a paper must not count for us. */
const fresh = () => {
  const copies = papers.map((paper) => ({ ...paper }));
  return collectAll(makeLibrary({ papers: copies, editions }, []));
};

const bare = () => {
  const feed = new Feed({
    id: 'tag:example.org,2026:all',
    title: 'All',
    description: 'All',
    link: 'https://papers.example.org/',
    language: 'en',
    updated: new Date('2026-01-01T00:00:00Z'),
    feed: 'https://papers.example.org/all/atom.xml',
  });
  for (const paper of papers.toReversed()) {
    feed.addItem({
      id: paper.id,
      title: paper.title,
      link: paper.links[0].url,
      date: new Date(paper.updated),
      published: new Date(paper.instant),
      description: paper.abstract,
      content: `<p>${paper.abstract}</p>`,
      author: paper.authors.map((name) => ({ name })),
    });
  }
  return feed;
};

const works = {
  rss: { own: () => outputs.rss.render(fresh(), context), bare: () => bare().rss2() },
  atom: { own: () => outputs.atom.render(fresh(), context), bare: () => bare().atom1() },
  json: { own: () => outputs.jsonFeed.render(fresh(), context), bare: () => bare().json1() },
};
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const cpuOf = (work) => {
  const start = process.cpuUsage();
  const bytes = Buffer.byteLength(work());
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, bytes };
};
const result = {};
for (const [name, { own, bare: peer }] of Object.entries(works)) {
  const rounds = Array.from({ length: 7 }, () => ({ own: cpuOf(own), bare: cpuOf(peer) })).slice(1);
  result[name] = {
    own: median(rounds.map((round) => round.own.ms)),
    bare: median(rounds.map((round) => round.bare.ms)),
    ratio: median(rounds.map((round) => round.own.ms / round.bare.ms)),
    bytes: { own: rounds[0].own.bytes, bare: rounds[0].bare.bytes },
  };
}
console.log(JSON.stringify({ items: ITEMS, ...result }));
