// Diffing a dump of 100 papers against an archive, cold (a new process each time), beside two peers in the same run: SQLite
// with an index, and all records loaded into a set. Prints ratios: absolute figures depend on the machine.
// Run: npm run bench:archive [-- SIZE ...]   (default: 10000 100000 1000000; 1,000,000 needs 8 GB of disk and some minutes)
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { titleKey } from '../../dist/diff/identity.js';
import { recordKeys } from '../../dist/diff/keys.js';
import { importArchive } from '../../dist/store/exchange.js';
import { checksum } from '../../dist/store/manifest.js';
import { probe, recordAt } from './papers.mjs';

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(10_000, 100_000, 1_000_000);
const rounds = 5;
/** As many a day as fill ten years with a million. */
const perDay = 274;
const require = createRequire(import.meta.url);
const Database = require('better-sqlite3');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function write(file, size) {
  const out = createWriteStream(file);
  const put = async (row) => {
    if (!out.write(`${JSON.stringify(row)}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  };
  const days = Math.ceil(size / perDay);
  await put({ type: 'archive', schema: 'paperboy.archive/1', papers: size, editions: days });
  const clock = {};
  for (let day = 0; day < days; day++) {
    const { edition: id, firstSeen: date } = recordAt(day * perDay, perDay, titleKey);
    clock[date] = perDay;
    const counts = { new: perDay, revised: 0, enriched: 0, relisted: 0, seen: 0 };
    const dump = date.replaceAll('-', '').padEnd(64, '0');
    await put({
      type: 'dump',
      value: {
        sha256: dump,
        date,
        dateBasis: 'flag',
        source: `${date}.json`,
        format: 'api-json',
        listing: 'daily',
        papers: perDay,
        counts,
        edition: id,
      },
    });
    await put({
      type: 'edition',
      value: { id, date, sequence: day + 1, dump, history: true, arrived: date, counts, changes: [] },
    });
  }
  await put({ type: 'clock', value: clock });
  for (let n = 0; n < size; n++) await put({ type: 'paper', value: recordAt(n, perDay, titleKey) });
  out.end();
  await finished(out);
}

async function fillSqlite(folder) {
  const db = new Database(join(folder, 'archive.sqlite'));
  db.pragma('journal_mode = OFF');
  db.exec('CREATE TABLE papers (n INTEGER PRIMARY KEY, record TEXT); CREATE TABLE keys (key TEXT, n INTEGER)');
  const paper = db.prepare('INSERT INTO papers VALUES (?, ?)');
  const key = db.prepare('INSERT INTO keys VALUES (?, ?)');
  db.exec('BEGIN');
  let n = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'archive.jsonl')) })) {
    const { type, value } = JSON.parse(line);
    if (type !== 'paper') continue;
    n++;
    paper.run(n, JSON.stringify(value));
    for (const [kind, keys] of Object.entries(recordKeys(value)))
      for (const each of keys) key.run(`${kind}:${each}`, n);
  }
  db.exec('COMMIT; CREATE INDEX by_key ON keys (key)');
  db.close();
}

const node = (...args) => execFileSync(process.execPath, ['--max-old-space-size=16000', ...args], { encoding: 'utf8' });
const script = new URL('probe.mjs', import.meta.url).pathname;
/** BENCH_SIDES=paperboy,sqlite leaves the slow ones out. */
const sides = (process.env.BENCH_SIDES ?? 'paperboy,sqlite,titles,set').split(',');
const table = [];

for (const size of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  try {
    const file = join(folder, 'archive.jsonl');
    await write(file, size);
    const ledger = { records: 0, sha256: checksum('') };
    const start = performance.now();
    await importArchive(join(folder, 'state'), { cache: join(folder, 'cache'), keysOf: recordKeys, ledger }, file);
    const imported = performance.now() - start;
    await fillSqlite(folder);
    writeFileSync(join(folder, 'probe.json'), JSON.stringify(probe(size, perDay)));
    const runs = Object.fromEntries(sides.map((side) => [side, []]));
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) {
        // The slow sides say the same each time.
        if (round >= 2 && side !== 'paperboy' && side !== 'sqlite') continue;
        runs[side].push(JSON.parse(node(script, side, folder)));
      }
    }
    const row = { size, imported };
    for (const side of sides) {
      const of = (pick) => median(runs[side].map(pick));
      row[side] = {
        ms: of(({ ms }) => ms),
        lookups: of(({ lookups }) => lookups),
        mb: of(({ mb }) => mb),
        new: runs[side][0].new,
      };
    }
    // All sides must find the same, or the comparison is of different work. Titles alone miss nothing here.
    const found = new Set(sides.map((side) => row[side].new));
    if (found.size !== 1 || !found.has(60)) throw new Error(`the sides disagree: ${JSON.stringify(row)}`);
    table.push(row);
    console.log(`${size.toLocaleString('en')} papers; imported in ${(imported / 1000).toFixed(1)} s`);
    for (const side of sides) {
      const { ms, lookups, mb } = row[side];
      const own = row.paperboy;
      const ratios = [own.ms / ms, own.lookups / lookups, own.mb / Math.max(1, mb)].map((ratio) =>
        ratio.toPrecision(2),
      );
      const beside =
        side === 'paperboy'
          ? ''
          : `   paperboy: ${ratios[0]} of its time, ${ratios[1]} of its look-ups, ${ratios[2]} of its memory`;
      console.log(
        `  ${side.padEnd(9)} ${ms.toFixed(1).padStart(9)} ms, look-ups ${lookups.toFixed(1).padStart(9)} ms  ${mb.toFixed(0).padStart(5)} MB${beside}`,
      );
    }
  } finally {
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}

if (table.length > 1) {
  console.log('Least-squares fits, milliseconds and MB for each 100,000 papers more:');
  for (const side of sides) {
    const slope = (pick) => {
      const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const [x, y] = [mean(table.map(({ size }) => size)), mean(table.map(pick))];
      const top = table.reduce((sum, row) => sum + (row.size - x) * (pick(row) - y), 0);
      return (top / table.reduce((sum, row) => sum + (row.size - x) ** 2, 0)) * 100_000;
    };
    console.log(
      `  ${side.padEnd(9)} ${slope((row) => row[side].ms)
        .toFixed(3)
        .padStart(9)} ms  ${slope((row) => row[side].mb)
        .toFixed(2)
        .padStart(8)} MB`,
    );
  }
}
