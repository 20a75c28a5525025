// One measurement in a process of its own, so that its peak memory is its own: publishes an archive whole, then with one paper
// more, and says what was written. Prints one JSON document. Arguments: papers
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish } from '../../dist/pipeline/publish.js';
import { loadSite, SITE_FILES, siteFamily } from '../../dist/render/site/index.js';
import { archiveOf, readersOf, withOneMore } from './archive.mjs';

const folder = new URL('../../templates/site/', import.meta.url).pathname;
const sources = Object.fromEntries(SITE_FILES.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
const site = siteFamily(await loadSite(sources));
const context = { siteUrl: 'https://papers.example.org', locale: 'en' };

/** Takes files as the output folder does, but keeps of each only what tells whether it changes. */
function sink() {
  const files = new Map();
  let written = [];
  return {
    effects: {
      async write(file, content) {
        const sum = createHash('sha1').update(content).digest('latin1');
        if (files.get(file) === sum) return null;
        files.set(file, sum);
        written.push({ file, bytes: Buffer.byteLength(content) });
        return file;
      },
      async prune() {
        return [];
      },
    },
    files,
    taken() {
      const result = {
        files: written.length,
        bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
        names: written,
      };
      written = [];
      return result;
    },
  };
}

async function timed(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, ms: performance.now() - start, cpu: (user + system) / 1000 };
}

const archive = archiveOf(Number(process.argv[2]));
const before = sink();
const memory = process.memoryUsage().rss;
const whole = await timed(() => publish(archive, readersOf(archive), context, before.effects, site, null));
const all = before.taken();
const peakWhole = process.resourceUsage().maxRSS * 1024;

const more = withOneMore(archive);
const readers = readersOf(more.archive);
const since = {
  papers: new Set([more.paper.id]),
  editions: new Set([more.edition.id]),
  keys: whole.value.keys,
  reasons: whole.value.reasons,
};
const rounds = [];
let one;
let after;
for (let round = 0; round < 5; round++) {
  // The files as they were before: what one paper changes is written anew each time.
  after = sink();
  for (const [file, sum] of before.files) after.files.set(file, sum);
  rounds.push(await timed(() => publish(more.archive, readers, context, after.effects, site, since)));
  one = after.taken();
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

// Is it right? What everything comes to must be the same.
const anew = sink();
if (Number(process.argv[2]) <= 10_000) {
  await publish(more.archive, readers, context, anew.effects, site, null);
  for (const [file, sum] of anew.files) {
    if (after.files.get(file) !== sum) throw new Error(`${file} is not what publishing everything makes of it`);
  }
}
console.log(
  JSON.stringify({
    papers: archive.papers.length,
    whole: { ms: whole.ms, cpu: whole.cpu, files: all.files, bytes: all.bytes },
    one: {
      ms: median(rounds.map(({ ms }) => ms)),
      cpu: median(rounds.map(({ cpu }) => cpu)),
      files: one.files,
      bytes: one.bytes,
    },
    names: one.names.map(({ file }) => file).sort(),
    memory,
    peak: peakWhole,
  }),
);
