// Matching of many subscribers against a hundred papers, beside SQLite FTS5, PostgreSQL tsquery and minisearch in the same run.
// Run: npm run bench:match [-- --quick]. PAPERBOY_REAL_DUMPS names real dumps; otherwise the samples are used.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(`${here}node_modules`)) execFileSync('npm', ['ci', '--prefix', here], { stdio: 'inherit' });
const { load } = await import('./input.mjs');
const peers = await import('./peers.mjs');

const quick = process.argv.includes('--quick');
const sizes = quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
const compared = quick ? 10_000 : 100_000;
const { papers, grams } = load();
console.log(`${papers.length} papers, 8 terms a subscriber, drawn by Zipf's law from ${grams.length} n-grams\n`);

function paperboy(count, mode, text = 'spelled') {
  const args = ['--expose-gc', '--max-old-space-size=12000', `${here}paperboy.mjs`, String(count), mode, text];
  const runs = Array.from({ length: count > 200_000 ? 1 : 3 }, () =>
    JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })),
  );
  return runs.sort((a, b) => a.total - b.total)[Math.floor(runs.length / 2)];
}

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mb = (value) => `${Math.round(value / 1e6)} MB`;
const own = new Map();
console.log('Paperboy (median of three processes up to 100,000 subscribers)');
for (const [mode, text] of [
  ['or', 'spelled'],
  ['boolean', 'spelled'],
  ['query', 'spelled'],
  ['or', 'real'],
  ['boolean', 'real'],
]) {
  for (const count of sizes) {
    if (mode === 'query' && count > 100_000) continue;
    const row = paperboy(count, mode, text);
    own.set(`${mode} ${text} ${count}`, row);
    const name = `${mode}${text === 'real' ? ', real text' : ''}`.padEnd(20);
    const times = `build ${ms(row.build)}, scan ${ms(row.scan)}, evaluate ${ms(row.evaluate)}, together ${ms(row.total)} (CPU ${ms(row.cpu)})`;
    console.log(
      `  ${String(count).padStart(9)}  ${name} ${times}; ${row.hits} hits; peak ${mb(row.peak)}, of it input ${mb(row.input)}`,
    );
  }
}
const largest = sizes.at(-1);
const smaller = sizes.at(-2);
for (const mode of ['or', 'boolean']) {
  const [a, b] = [own.get(`${mode} spelled ${smaller}`), own.get(`${mode} spelled ${largest}`)];
  console.log(
    `  ${mode}: ${largest / smaller} times the subscribers take ${(b.total / a.total).toFixed(1)} times the time, for ${(b.hits / a.hits).toFixed(1)} times the hits`,
  );
}

let failed = false;
console.log(`\nPeers, ${compared} subscribers, index build included`);
for (const mode of ['or', 'boolean']) {
  const mine = own.get(`${mode} spelled ${compared}`);
  for (const peer of ['fts5', 'tsquery', 'minisearch']) {
    if (peer === 'minisearch' && mode === 'boolean') continue;
    const row = await peers[peer](papers, compared, mode, grams).catch((error) => ({
      error: error.message ?? String(error),
    }));
    if (row.error !== undefined) {
      console.log(`  ${mode.padEnd(8)} ${peer.padEnd(11)} could not run: ${String(row.error).split('\n')[0]}`);
      failed = true;
      continue;
    }
    const same =
      peer === 'minisearch'
        ? 'hits not comparable: no phrases'
        : row.hits === mine.hits
          ? 'the same hits'
          : `OTHER HITS: ${row.hits}, not ${mine.hits}`;
    if (same.startsWith('OTHER')) failed = true;
    console.log(
      `  ${mode.padEnd(8)} ${peer.padEnd(11)} build ${ms(row.build)}, match ${ms(row.match)}: ${(row.total / mine.total).toFixed(0)} times the time${row.cpu === undefined ? '' : `, ${(row.cpu / mine.cpu).toFixed(0)} times the CPU time`}; ${same}`,
    );
  }
}
// Positive control: a missing subscriber must show as other hits.
const fewer = await peers.fts5(papers, compared - 500, 'or', grams);
if (fewer.hits === own.get(`or spelled ${compared}`).hits) throw new Error('the comparison of hits sees no difference');
process.exitCode = failed ? 1 : 0;
