// `paperboy serve` under load, beside a bare hono "hello": requests a second and the 99th percentile, in turns.
// Run: npm run bench:serve [-- --quick]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 3;
const seconds = quick ? 3 : 10;
const connections = 32;

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-bench-serve-'));
const out = join(scratch, 'out');
const env = { ...process.env, PAPERBOY_KEY: 'a-key-for-the-benchmark-only', PAPERBOY_FROM: 'papers@example.org' };
const main = join(root, 'dist', 'cli', 'main.js');
execFileSync(process.execPath, [main, 'run', '--out', out, '--now', '2026-11-21T12:00:00Z'], {
  cwd: root,
  stdio: 'ignore',
});

/** Starts a server and waits for the address that it prints. */
function start(args) {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`ended with ${code}`)));
    child.stdout.on('data', (chunk) =>
      resolve({ child, url: /http:\S+/.exec(chunk.toString().replaceAll('\u001b', ' '))[0] }),
    );
  });
}

const own = await start([main, 'serve', '--port', '0', '--out', out, '--channel', 'directory']);
const bare = await start([join(here, 'hello.mjs')]);
const br = 'Accept-Encoding: br\r\n';
const etag = (await fetch(`${own.url}/`, { headers: { 'accept-encoding': 'br' } })).headers.get('etag');
const cases = [
  ['hono "hello"', `${bare.url}/`, ''],
  ['the front page, plain', `${own.url}/`, ''],
  ['the front page, brotli', `${own.url}/`, br],
  ['the front page, 304', `${own.url}/`, `${br}If-None-Match: ${etag}\r\n`],
  ['/healthz', `${own.url}/healthz`, ''],
];
const results = new Map(cases.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, url, headers] of cases) {
    const text = execFileSync(process.execPath, [
      join(here, 'load.mjs'),
      url,
      String(seconds),
      String(connections),
      headers,
    ]);
    results.get(name).push(JSON.parse(text));
  }
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const base = median(results.get(cases[0][0]).map(({ rate }) => rate));
console.log(`${connections} connections, ${rounds} rounds of ${seconds} s in turns, medians\n`);
for (const [name, rows] of results) {
  const rate = median(rows.map((row) => row.rate));
  const [p50, p99] = ['p50', 'p99'].map((key) => median(rows.map((row) => row[key])).toFixed(1));
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  console.log(
    `${name.padEnd(24)} ${String(Math.round(rate)).padStart(6)} requests/s  x${(rate / base).toFixed(2)}  p50 ${p50} ms  p99 ${p99} ms  ${errors} errors`,
  );
}

/** Seconds until a connection that sends a request by drops is cut. */
const cut = await new Promise((resolve) => {
  const begun = performance.now();
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\n');
  const drops = setInterval(() => socket.write('X-Drop: 1\r\n'), 200);
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(drops);
    resolve((performance.now() - begun) / 1000);
  });
  socket.resume();
});
console.log(`\na request by drops is cut after ${cut.toFixed(1)} s`);
for (const { child } of [own, bare]) {
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
}
rmSync(scratch, { recursive: true, force: true });
