// One side of the comparison, in a process of its own: opens an archive and takes one dump into it, in memory.
// Prints the milliseconds from opening to the answer, what the dump brought, and the memory it cost.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ArchiveView } from '../../dist/diff/diff.js';
import { recordKeys } from '../../dist/diff/keys.js';
import { fileStore } from '../../dist/store/files.js';

const [, , side, folder] = process.argv;
const papers = JSON.parse(readFileSync(join(folder, 'probe.json'), 'utf8'));
const require = createRequire(import.meta.url);
const Database = side === 'sqlite' ? require('better-sqlite3') : null;
const incoming = {
  sha256: 'f'.repeat(64),
  date: '2030-01-01',
  dateBasis: 'flag',
  source: 'probe.json',
  format: 'api-json',
  listing: 'search',
  papers,
  undated: null,
};
const nothing = {
  dump: () => null,
  dumps: () => [],
  editions: { total: 1, on: () => 0 },
  clock: () => 0,
  unsettled: () => [],
  size: 1,
};

/** The archive in SQLite: one table of records, one of keys with an index. */
function sqlite() {
  const db = new Database(join(folder, 'archive.sqlite'), { readonly: true });
  const statement = db.prepare('SELECT record FROM keys JOIN papers ON papers.n = keys.n WHERE key = ?');
  return {
    ...nothing,
    find: (keys) =>
      Object.entries(keys).flatMap(([kind, wanted]) =>
        wanted.flatMap((key) => statement.all(`${kind}:${key}`).map(({ record }) => JSON.parse(record))),
      ),
  };
}

/** What everybody writes first: all records are read into a set of what was seen. */
function set() {
  const seen = new Map();
  const text = readFileSync(join(folder, 'archive.jsonl'));
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(10, at);
    const { type, value } = JSON.parse(text.toString('utf8', at, end));
    if (type === 'paper') {
      for (const [kind, keys] of Object.entries(recordKeys(value)))
        for (const key of keys) seen.set(`${kind}:${key}`, value);
    }
    at = end + 1;
  }
  return {
    ...nothing,
    find: (keys) =>
      Object.entries(keys).flatMap(([kind, wanted]) => wanted.flatMap((key) => seen.get(`${kind}:${key}`) ?? [])),
  };
}

/** The same with nothing but titles and ids in it, without the records: it cannot even say what changed. */
function titles() {
  const seen = new Set();
  const text = readFileSync(join(folder, 'archive.jsonl'));
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(10, at);
    const { type, value } = JSON.parse(text.toString('utf8', at, end));
    if (type === 'paper') {
      seen.add(value.title);
      if (value.arxivId !== null) seen.add(value.arxivId);
    }
    at = end + 1;
  }
  return seen;
}

const paperboy = () =>
  fileStore(join(folder, 'state'), { cache: join(folder, 'cache'), keysOf: recordKeys }).open({ whole: false });

const before = process.memoryUsage().rss;
const start = performance.now();
let counts;
let lookups = 0;
if (side === 'titles') {
  const seen = titles();
  const known = papers.filter(({ title, arxivId }) => seen.has(arxivId) || seen.has(title)).length;
  counts = { new: papers.length - known, seen: known };
} else {
  const opened = side === 'sqlite' ? sqlite() : side === 'set' ? set() : await paperboy();
  // What the look-ups cost, opening included: the rest is comparing, the same for all sides.
  lookups = performance.now() - start;
  const source = Object.assign(Object.create(opened), {
    find(keys) {
      const begun = performance.now();
      const found = opened.find(keys);
      lookups += performance.now() - begun;
      return found;
    },
  });
  counts = new ArchiveView(source).take(incoming).counts;
}
const ms = performance.now() - start;
// The peak of the whole process, less what it had before it began.
const peak = process.resourceUsage().maxRSS / 1024 - before / 1024 / 1024;
console.log(JSON.stringify({ ms, lookups: side === 'titles' ? ms : lookups, mb: Math.max(0, peak), new: counts.new }));
