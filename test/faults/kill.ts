import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ledger, replay } from '../../src/deliver/ledger.ts';
import { type Phase, Sink } from './sink.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const now = '2026-02-05T08:00:00Z';

export interface KillPlan {
  kills: number;
  /** SMTP connections, so at most as many messages under way. */
  connections: number;
  subscribers: number;
  /** `true`: the ledger is never synced. */
  mutated: boolean;
  random: () => number;
}

export interface KillReport {
  kills: number;
  /** Kills by where the session was that was furthest on; `none`: no session. */
  phases: Record<Phase | 'none', number>;
  recipients: number;
  /** Recipients who got nothing although every run that was left to end said that all is sent. */
  lost: number;
  /** Messages beyond the first to the same recipient. */
  duplicates: number;
  /** Attempts whose outcome nobody wrote down. */
  inDoubt: number;
  /** Duplicates of a delivery beyond its attempts in doubt. */
  unrecorded: number;
  /** Recipients whose copies have different Message-IDs. */
  renamed: number;
}

const order: (Phase | 'none')[] = [
  ...(['none', 'greeting', 'EHLO', 'AUTH', 'done', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const),
];

/**
 * Sends to many, killed again and again at random moments and resumed each time, until so many kills are done. After each
 * kill what was not synced of the ledger is taken away: a power cut and not only a dead process.
 */
export async function killAgainAndAgain(plan: KillPlan): Promise<KillReport> {
  const phases = Object.fromEntries(order.map((phase) => [phase, 0])) as KillReport['phases'];
  const report: KillReport = {
    kills: 0,
    phases,
    recipients: 0,
    lost: 0,
    duplicates: 0,
    inDoubt: 0,
    unrecorded: 0,
    renamed: 0,
  };
  const template = installation(plan.subscribers);
  try {
    while (report.kills < plan.kills) await round(template, plan, report);
  } finally {
    rmSync(template, { recursive: true, force: true });
  }
  return report;
}

/** One installation, from nothing sent to everything sent. */
async function round(template: string, plan: KillPlan, report: KillReport): Promise<void> {
  const { random } = plan;
  const place = mkdtempSync(join(tmpdir(), 'paperboy-kill-'));
  cpSync(template, place, { recursive: true });
  const ledgerFile = join(place, 'out', 'state', 'ledger.jsonl');
  const synced = join(place, 'synced');
  writeFileSync(synced, '0'.padStart(12, '0'));
  // Slow enough that the phases have a length, the one after the dot most of all.
  const lengths: Partial<Record<Phase, number>> = { greeting: 2, EHLO: 2, MAIL: 2, RCPT: 2, DATA: 4, dot: 25 };
  const sink = await Sink.start({ delay: (phase) => (lengths[phase] ?? 0) * 2 * random() });
  const counted = { phases: { ...report.phases }, kills: 0 };
  try {
    for (let runs = 0; ; runs++) {
      if (runs > 20 * plan.subscribers) throw new Error('a round does not end');
      const last = report.kills + counted.kills >= plan.kills;
      const child = start(place, synced, sink.port, plan);
      const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
        let stderr = '';
        child.stderr?.on('data', (chunk) => {
          stderr += chunk;
        });
        child.on('close', (code) => resolve({ code, stderr }));
      });
      if (!last && (await killAtRandom(child, ended, sink, counted.phases, random))) {
        counted.kills++;
        // What a power cut leaves.
        try {
          truncateSync(ledgerFile, Number(readFileSync(synced, 'utf8')));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        }
        continue;
      }
      const { code, stderr } = await ended;
      if (code !== 0) throw new Error(`a run that was left alone ended with ${code}: ${stderr}`);
      break;
    }
    const text = readFileSync(ledgerFile, 'utf8');
    judge(text, replay(text, ledgerFile), sink, plan, report);
    Object.assign(report.phases, counted.phases);
    report.kills += counted.kills;
  } finally {
    await sink.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Kills a run at a random moment after it has begun to talk to the server. @returns `false` when it had ended before. */
async function killAtRandom(
  child: ChildProcess,
  ended: Promise<unknown>,
  sink: Sink,
  phases: KillReport['phases'],
  random: () => number,
): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  // One in ten before there is a connection: while it reads, renders and plans.
  const early = random() < 0.1;
  const before = sink.connections;
  while (!over && !early && sink.connections === before) await wait(1);
  await wait(random() * (early ? 600 : 300));
  if (over) return false;
  const furthest = [...sink.phases.values()].reduce<Phase | 'none'>(
    (best, phase) => (order.indexOf(phase) > order.indexOf(best) ? phase : best),
    'none',
  );
  child.kill('SIGKILL');
  await ended;
  // It may have ended by itself in between: then it was no kill.
  if (child.signalCode !== 'SIGKILL') return false;
  phases[furthest]++;
  // Bytes that were on their way arrive.
  while (sink.phases.size > 0) await wait(1);
  return true;
}

function judge(text: string, ledger: Ledger, sink: Sink, plan: KillPlan, report: KillReport): void {
  const attempts = new Map<string, number>();
  for (const line of text.split('\n').slice(0, -1)) {
    const { type, key } = JSON.parse(line) as { type: string; key: string };
    if (type === 'attempt') attempts.set(key, (attempts.get(key) ?? 0) + 1);
    else if (type !== 'planned') attempts.set(key, (attempts.get(key) ?? 0) - 1);
  }
  report.recipients += plan.subscribers;
  for (let n = 0; n < plan.subscribers; n++) {
    const copies = sink.taken.filter(({ to }) => to[0] === `s${n}@reader.example`);
    if (copies.length === 0) report.lost++;
    else report.duplicates += copies.length - 1;
    if (new Set(copies.map(({ messageId }) => messageId)).size > 1) report.renamed++;
    const key = /^<([^@]+)@/.exec(copies[0]?.messageId ?? '')?.[1] ?? '';
    const doubts = attempts.get(key) ?? 0;
    report.inDoubt += doubts;
    report.unrecorded += Math.max(0, copies.length - 1 - doubts);
    if (copies.length > 0 && ledger.get(key)?.state !== 'sent') report.lost++;
  }
}

function start(place: string, synced: string, port: number, { connections, mutated }: KillPlan): ChildProcess {
  const args = ['send', '--from', 'Paperboy <papers@paper.example>', '--now', now];
  const env = {
    ...process.env,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_CONNECTIONS: String(connections),
    PAPERBOY_SYNCED: synced,
    PAPERBOY_NO_SYNC: mutated ? '1' : '0',
  };
  const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
  return spawn(process.execPath, [join(root, 'test/faults/child.mjs'), ...args], { cwd: place, env, stdio });
}

/** A folder with one dump and many subscriptions, whose dump is taken in. */
export function installation(subscribers: number): string {
  const place = mkdtempSync(join(tmpdir(), 'paperboy-kill-'));
  for (const folder of ['dumps', 'subscriptions']) mkdirSync(join(place, folder));
  copyFileSync(join(root, 'dumps/2026-02-04-daily.json'), join(place, 'dumps/2026-02-04-daily.json'));
  for (let n = 0; n < subscribers; n++) {
    const text = `address: s${n}@reader.example\ntopics:\n  Anything: [model, agent, learning, data]\n`;
    writeFileSync(join(place, 'subscriptions', `s${n}.yaml`), text);
  }
  // The first preview compiles the templates; pages are made once and never looked at again.
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), 'run', '--now', now], {
    cwd: place,
    stdio: 'ignore',
  });
  return place;
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Two reports as one. */
export function sum(first: KillReport | undefined, second: KillReport): KillReport {
  if (first === undefined) return second;
  const numbers = (report: KillReport) =>
    Object.entries(report).filter(([name]) => name !== 'phases') as [keyof KillReport, number][];
  const total = Object.fromEntries(numbers(second).map(([name, value]) => [name, value + (first[name] as number)]));
  const phases = Object.fromEntries(order.map((phase) => [phase, first.phases[phase] + second.phases[phase]]));
  return { ...total, phases } as unknown as KillReport;
}

/** The report as a table. */
export function tableOf(reports: Record<string, KillReport>): string {
  const names = Object.keys(reports);
  const rows: [string, (report: KillReport) => number][] = [
    ['kills', ({ kills }) => kills],
    ...order.map((phase): [string, (report: KillReport) => number] => [`  at ${phase}`, ({ phases }) => phases[phase]]),
    ['recipients', ({ recipients }) => recipients],
    ['lost', ({ lost }) => lost],
    ['duplicates', ({ duplicates }) => duplicates],
    ['in doubt', ({ inDoubt }) => inDoubt],
    ['duplicates that nobody recorded', ({ unrecorded }) => unrecorded],
    ['other Message-ID', ({ renamed }) => renamed],
  ];
  const lines = rows.map(([label, value]) =>
    [label.padEnd(32), ...names.map((name) => String(value(reports[name]!)).padStart(name.length + 2))].join(''),
  );
  return ['', [''.padEnd(32), ...names.map((name) => `  ${name}`)].join(''), ...lines, ''].join('\n');
}
