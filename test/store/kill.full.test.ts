import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { recordKeys } from '../../src/pipeline/archive.ts';
import { verifyState } from '../../src/store/verify.ts';
import { abstractOf } from '../diff/paper.ts';
import { random } from '../random.ts';
import { newFolder } from './place.ts';

/** Kills in all, half of them of an import and half of runs; `npm run test:full` does 200. */
const kills = process.env.PAPERBOY_TIER === 'reduced' ? 12 : 200;
const command = resolve('dist/cli/main.js');
const chance = random(20_261_127);

/** A dump of the API of 40 papers, ten of them those of the day before. */
function dump(day: number): string {
  const papers = Array.from({ length: 40 }, (_, n) => {
    const number = day * 30 + n;
    const title = `A Paper with the Number ${number} in Its Title`;
    return {
      paper: {
        id: `2601.${String(number).padStart(5, '0')}`,
        title,
        summary: abstractOf(title),
        upvotes: day,
        authors: [],
      },
      title,
      numComments: day,
    };
  });
  return JSON.stringify(papers);
}

const dayName = (day: number): string => `2026-01-${String(day + 1).padStart(2, '0')}`;
const paperboy = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });

/** What an archive is, as one text, or why it cannot be read. */
function stateOf(out: string): string {
  const { archive, diagnostics } = verifyState(join(out, 'state'), { cache: join(out, 'cache'), keysOf: recordKeys });
  if (diagnostics.length > 0) return `damaged: ${diagnostics[0]!.message}`;
  return archive === null ? 'absent' : JSON.stringify(archive);
}

/** Runs a command and kills it after a time; tells whether it was killed before its end. */
async function killed(args: readonly string[], after: number): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, [command, ...args], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  const signal = await new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_, name) => done(name)));
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

interface Counts {
  killed: number;
  old: number;
  new: number;
  /** Kills that left something half-done behind, which the next run had to deal with. */
  halfway: number;
}

const leftovers = (out: string): boolean =>
  existsSync(join(out, 'state', '.staging')) || existsSync(join(out, 'state', '.journal.json'));

test(`kill -9 at random points: the archive is the old or the new one, and the next run completes`, {
  timeout: 3_600_000,
}, async () => {
  const folder = newFolder();
  const dumps = join(folder, 'dumps');
  const none = join(folder, 'none');
  for (const path of [dumps, none]) mkdirSync(path);
  for (let day = 0; day < 12; day++) writeFileSync(join(dumps, `${dayName(day)}.json`), dump(day));
  const run = (out: string, upTo: number) => [
    'run',
    ...Array.from({ length: upTo }, (_, day) => join(dumps, `${dayName(day)}.json`)),
    '--out',
    out,
    '--subscriptions',
    none,
    '--backfill',
  ];
  const table: Record<string, Counts> = {};

  // An import: there is nothing before.
  const whole = join(folder, 'whole');
  expect(paperboy(...run(whole, 12)).status).toBe(0);
  const file = join(folder, 'archive.jsonl');
  expect(paperboy('archive', 'export', file, '--out', whole).status).toBe(0);
  const imported = (out: string) => ['archive', 'import', file, '--out', out];
  const timed = (args: string[]): number => {
    const start = performance.now();
    expect(paperboy(...args).status).toBe(0);
    return performance.now() - start;
  };

  async function attack(
    name: string,
    prepare: (out: string) => void,
    args: (out: string) => string[],
    wanted: string,
  ): Promise<void> {
    const counts: Counts = { killed: 0, old: 0, new: 0, halfway: 0 };
    const probe = join(folder, 'probe');
    prepare(probe);
    const before = stateOf(probe);
    const length = timed(args(probe));
    expect(stateOf(probe)).toBe(wanted);
    // Positive control: what is compared does tell the old state from the new.
    expect(before).not.toBe(wanted);
    rmSync(probe, { recursive: true });
    while (counts.killed < kills / 2) {
      const out = join(folder, 'out');
      rmSync(out, { recursive: true, force: true });
      prepare(out);
      // Starting Node is half of the time; the writing lies behind it.
      if (await killed(args(out), length * (0.3 + 0.8 * chance()))) counts.killed++;
      else continue;
      const found = stateOf(out);
      if (leftovers(out)) counts.halfway++;
      expect([before, wanted]).toContain(found);
      counts[found === wanted ? 'new' : 'old']++;
      const again = paperboy(...args(out));
      // An import says that there is an archive already, where the killed one had come so far.
      expect(found === wanted ? [0, 5] : [0]).toContain(again.status);
      expect(stateOf(out)).toBe(wanted);
      // A refused import writes nothing, so a journal that is to be finished stays for the next command that writes.
      if (again.status === 0)
        expect(readdirSync(join(out, 'state')).filter((entry) => entry.startsWith('.'))).toEqual([]);
    }
    table[name] = counts;
  }

  await attack('import', () => {}, imported, stateOf(whole));
  const copy = join(folder, 'copy');
  expect(paperboy(...run(copy, 6)).status).toBe(0);
  await attack(
    'run',
    (out) => {
      mkdirSync(out, { recursive: true });
      expect(spawnSync('cp', ['-r', join(copy, 'state'), join(copy, 'cache'), out]).status).toBe(0);
    },
    (out) => run(out, 12),
    (() => {
      const out = join(folder, 'target');
      spawnSync('cp', ['-r', copy, out]);
      paperboy(...run(out, 12));
      return stateOf(out);
    })(),
  );
  for (const [name, counts] of Object.entries(table)) process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`);
  const halfway = Object.values(table).reduce((sum, counts) => sum + counts.halfway, 0);
  // A harness whose kills all come before the first write, or after the last, proves nothing.
  expect(halfway).toBeGreaterThan(0);
  expect(readFileSync(file, 'utf8').length).toBeGreaterThan(10_000);
});
