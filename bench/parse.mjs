// Throughput of reading text dumps, beside `wc -l` and a bare `split('\n')` on the same bytes in the same run. Prints ratios:
// absolute figures depend on the machine. Run: npm run bench:parse [-- MEGABYTES]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseText } from '../dist/parse/parse.js';

const megabytes = Number(process.argv[2] ?? 100);
const rounds = 5;

// The dumps that ship with the project, or real ones.
const folder = process.env.PAPERBOY_REAL_DUMPS ? join(process.env.PAPERBOY_REAL_DUMPS, 'text') : 'dumps';
const sample = readdirSync(folder)
  .filter((name) => name.endsWith('.txt') && !name.startsWith('README'))
  .map((name) => readFileSync(join(folder, name), 'utf8').trimEnd())
  .join('\n\n');

const grow = (size) =>
  Array(Math.max(1, Math.round((size * 1e6) / sample.length)))
    .fill(sample)
    .join('\n\n');
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function time(work) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

const text = grow(megabytes);
const mb = Buffer.byteLength(text) / 1e6;
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
const file = join(scratch, 'dump.txt');
writeFileSync(file, text);
let papers = 0;
const rows = {
  'paperboy parse': await time(() => {
    papers = parseText(text, 'dump.txt').file.papers.length;
  }),
  "split('\\n')": await time(() => text.split('\n').length),
  readline: await time(async () => {
    let lines = 0;
    for await (const _ of createInterface({ input: Readable.from([Buffer.from(text)]) })) lines++;
    return lines;
  }),
  'wc -l (a process)': await time(() => execFileSync('wc', ['-l', file])),
};
rmSync(scratch, { recursive: true });

console.log(`${mb.toFixed(0)} MB, ${papers} papers, ${text.split('\n').length} lines, median of ${rounds}`);
const own = rows['paperboy parse'];
for (const [name, ms] of Object.entries(rows)) {
  console.log(
    `${name.padEnd(20)} ${(mb / (ms / 1000)).toFixed(0).padStart(6)} MB/s   ${(own / ms).toFixed(2).padStart(6)} x its time`,
  );
}

// Linear in size: the time for a megabyte at a tenth, a half and the whole.
const parts = [];
for (const share of [0.1, 0.5, 1]) {
  const part = grow(megabytes * share);
  const ms = await time(() => parseText(part, 'dump.txt'));
  parts.push(`${(megabytes * share).toFixed(0)} MB: ${((ms / Buffer.byteLength(part)) * 1e6).toFixed(2)} ms/MB`);
}
console.log(`linear in size: ${parts.join(', ')}`);
