// What it costs to begin: each command line beside `node -e 0`, and beside an eager import of the six fixed packages. Rounds
// are interleaved, so that what else the machine does hits all alike; medians of the rounds, and ratios within one run.
// ROUNDS=15 node bench/cli/run.mjs
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.env.ROUNDS ?? 15);
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'paperboy-bench-cli-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));

const words = 'reward model alignment language agent policy retrieval graph vision diffusion token data'.split(' ');
const word = (n) => words[n % words.length];

/** A dump of 75 papers, as the API gives it; `from` tells those of two days apart. */
const dump = (day, from) =>
  JSON.stringify(
    Array.from({ length: 75 }, (_, i) => ({
      paper: {
        id: `2602.${10_000 + from + i}`,
        title: `Paper ${from + i} on ${word(i)} and ${word(i * 5 + 2)}`,
        summary: `${Array.from({ length: 150 }, (_, k) => word(i * k + k * 7 + i)).join(' ')}.`,
        publishedAt: `${day}T00:00:00.000Z`,
        upvotes: i,
        authors: [{ name: 'A. Author' }],
      },
      title: `Paper ${from + i}`,
      publishedAt: `${day}T00:00:00.000Z`,
      numComments: 0,
    })),
  );

// A second run: the state is there, the templates are compiled, one dump is new.
mkdirSync(join(place, 'dumps'));
mkdirSync(join(place, 'subscriptions'));
writeFileSync(
  join(place, 'subscriptions/ada.yaml'),
  'id: ada\ntopics:\n  - name: Models\n    any: [reward model, agent]\n',
);
writeFileSync(join(place, 'dumps/2026-02-04.json'), dump('2026-02-03', 0));
run([main, 'run']);
cpSync(join(place, 'out'), join(place, 'before'), { recursive: true });
writeFileSync(join(place, 'dumps/2026-02-05.json'), dump('2026-02-04', 75));

const again = () => {
  rmSync(join(place, 'out'), { recursive: true });
  cpSync(join(place, 'before'), join(place, 'out'), { recursive: true });
};
const fixed = ['yargs', 'date-fns', 'feed', 'mjml', 'handlebars', 'nodemailer'].map((name) =>
  import.meta.resolve(name),
);
writeFileSync(join(place, 'eager.mjs'), fixed.map((url) => `import ${JSON.stringify(url)};\n`).join(''));

const cases = [
  { name: 'node -e 0', args: ['-e', '0'], goal: null },
  { name: 'paperboy --version', args: [main, '--version'], goal: 2 },
  { name: 'paperboy --help', args: [main, '--help'], goal: 3 },
  { name: 'paperboy run --help', args: [main, 'run', '--help'], goal: 3 },
  { name: 'completion of a word', args: [main, '--get-completions', 'run', '--'], goal: 3 },
  { name: 'paperboy run, 75 new papers, site and all', args: [main, 'run'], goal: 4, before: again },
  { name: 'paperboy run, nothing new', args: [main, 'run'], goal: null },
  { name: 'eager import of six packages', args: [join(place, 'eager.mjs')], goal: null },
].map((one) => ({ ...one, wall: [], cpu: [] }));

/** Seconds on the wall and of the processor, the children's included. Bash counts them to the millisecond. */
function run(args) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null';
  const { stderr, status } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...args], {
    cwd: place,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`exit code ${status}: ${args.join(' ')}`);
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

// The first round warms the caches and is not counted.
for (let round = 0; round <= rounds; round++) {
  for (const one of cases) {
    one.before?.();
    const { wall, cpu } = run(one.args);
    if (round === 0) continue;
    one.wall.push(wall);
    one.cpu.push(cpu);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const [base] = cases;
console.log(`median of ${rounds} rounds`.padEnd(44), 'wall s  ratio   cpu s  ratio  goal');
for (const { name, wall, cpu, goal } of cases) {
  const figures = [wall, cpu].map((values, i) => {
    const ratio = median(values) / median(i === 0 ? base.wall : base.cpu);
    return `${median(values).toFixed(3)}  ${ratio.toFixed(1).padStart(5)}`;
  });
  console.log(name.padEnd(44), ` ${figures.join('   ')}  ${goal === null ? '' : `<= ${goal}`}`);
}
