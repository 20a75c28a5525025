// Sending through SMTP with a ledger, beside plain nodemailer: pooled, the same messages, DKIM, the same server, in turns
// in the same run, each in a process of its own. Prints messages a second, the ratio and the memory.
// Run: npm run bench:deliver [-- RECIPIENTS]
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const recipients = Number(process.argv[2] ?? 20_000);
const rounds = 4;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const sink = spawn(process.execPath, [here('sink.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: sink.stdout })[Symbol.asyncIterator]();
const port = (await lines.next()).value;
const taken = async () => {
  sink.stdin.write('count\n');
  return Number((await lines.next()).value);
};
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

const run = (kind, count, from) =>
  JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', here('sender.mjs'), kind, String(count), String(from)], {
      env: { ...process.env, BENCH_PORT: port, BENCH_KEY: key },
      stdio: ['ignore', 'pipe', 'inherit'],
    }).toString(),
  );

const each = Math.ceil(recipients / rounds);
const kinds = ['nodemailer', 'paperboy'];
const sums = Object.fromEntries(kinds.map((kind) => [kind, { count: 0, seconds: 0, cpu: 0, memory: [] }]));
for (let round = 0; round < rounds; round++) {
  for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
    const before = await taken();
    const { seconds, cpu, memory } = run(kind, each, round * each);
    const got = (await taken()) - before;
    // Positive control: a rate of messages that nobody took is none.
    if (got !== each) throw new Error(`${kind}: the server took ${got} of ${each}`);
    sums[kind].count += each;
    sums[kind].seconds += seconds;
    sums[kind].cpu += cpu;
    sums[kind].memory.push(memory);
    process.stderr.write(`round ${round + 1} ${kind}: ${Math.round(each / seconds)}/s\n`);
  }
}
// All in one process: does its memory grow with the number of recipients?
const { memory: whole } = run('paperboy', recipients, rounds * each);
sink.stdin.end();

const rate = ({ count, seconds }) => count / seconds;
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const rows = kinds.map((kind) => [
  kind === 'paperboy' ? 'Paperboy, with its ledger' : 'nodemailer, pooled',
  `${Math.round(rate(sums[kind]))}/s`,
  `${((sums[kind].cpu / sums[kind].count) * 1000).toFixed(2)} ms CPU`,
  megabytes(Math.max(...sums[kind].memory.map(({ most }) => most))),
]);
console.log(`\n${recipients} recipients, 10 connections, RSA 2048 DKIM, a message of 34 KB; node ${process.version}\n`);
for (const row of rows)
  console.log(`  ${row[0].padEnd(28)}${row[1].padStart(10)}${row[2].padStart(14)}${row[3].padStart(10)}`);
const cpu = ({ cpu, count }) => cpu / count;
console.log(
  `\n  ratio ${(rate(sums.paperboy) / rate(sums.nodemailer)).toFixed(2)} (goal: at least 1), of CPU time ${(cpu(sums.nodemailer) / cpu(sums.paperboy)).toFixed(2)}`,
);
console.log(
  `  ${recipients} in one process: heap in use at a quarter ${megabytes(whole.quarter)}, at the end ${megabytes(whole.end)}`,
);
