// What publishing costs: feeds, Markdown and site of a whole archive, and of one paper more in an archive that was published before.
// Run: npm run bench:render [-- --quick]. `--quick` leaves the largest archive out, which takes minutes and writes (to nowhere) 2 GB.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const sizes = process.argv.includes('--quick') ? [100, 1_000, 10_000] : [100, 10_000, 100_000];
const measure = (file, ...args) =>
  JSON.parse(
    execFileSync(process.execPath, ['--max-old-space-size=6000', `${here}${file}`, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    }),
  );

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const row = (...cells) => console.log(cells.map((cell, i) => String(cell).padStart(i === 0 ? 8 : 12)).join(' '));

console.log(
  'Everything, and then one paper of a new day more; times of the processor, without reading or writing files\n',
);
row('papers', 'all: time', 'files', 'bytes', 'peak memory', 'one: time', 'files', 'bytes');
const rows = sizes.map((size) => measure('measure.mjs', String(size)));
for (const { papers, whole, one, peak } of rows) {
  row(papers, seconds(whole.cpu), whole.files, mb(whole.bytes), mb(peak), seconds(one.cpu), one.files, mb(one.bytes));
}
const [small, large] = [rows[0], rows.at(-1)];
console.log(
  `\n${large.papers / small.papers} times the papers: all takes ${(large.whole.cpu / small.whole.cpu).toFixed(0)} times the time, one paper more ${(large.one.cpu / small.one.cpu).toFixed(1)} times`,
);
console.log(
  `one paper more, in ${large.papers}: 1/${(large.whole.cpu / large.one.cpu).toFixed(0)} of the time of all\n`,
);

const { items, ...formats } = measure('peer.mjs');
console.log(`Feeds of ${items} papers beside the bare library`);
for (const [name, { own, bare, ratio, bytes }] of Object.entries(formats)) {
  console.log(
    `  ${name.padEnd(5)} ${own.toFixed(0)} ms (${mb(bytes.own)}), bare ${bare.toFixed(0)} ms (${mb(bytes.bare)}): ${ratio.toFixed(1)} times the time`,
  );
}
