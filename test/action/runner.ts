import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { parse } from 'yaml';
import type { Action } from './workflows.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

/** Git without the settings of the machine and of a repository around it. */
const gitEnv = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
const person = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org'];

/** Runs git and returns what it prints. @throws Error when it fails. */
export function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', [...person, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, ...gitEnv },
    // A whole history with everything that was published is more than the default of 1 MiB.
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The Action as GitHub has it: what is committed for it, in a folder without node_modules. */
export function useAction(): { folder: string } {
  const place = { folder: '' };
  beforeAll(() => {
    place.folder = mkdtempSync(join(tmpdir(), 'paperboy-uses-'));
    for (const name of ['action.yml', 'package.json', 'templates', 'schemas'])
      cpSync(join(root, name), join(place.folder, name), { recursive: true });
    const bundle = spawnSync(process.execPath, [
      join(root, '.ci/bundle.mjs'),
      '--out',
      join(place.folder, 'dist/action'),
    ]);
    if (bundle.status !== 0) throw new Error(`the bundle cannot be made: ${bundle.stderr}`);
  }, 120_000);
  afterAll(() => rmSync(place.folder, { recursive: true, force: true }));
  return place;
}

/** A repository that uses the Action, its remote, and a clone of somebody else. */
export interface Place {
  /** Holds all of it; to be removed after a test. */
  base: string;
  work: string;
  remote: string;
  other: string;
}

/** Makes a bare remote with two dumps and a subscription, a checkout of depth 1 as actions/checkout makes it, and a full clone. */
export function makePlace(): Place {
  const base = mkdtempSync(join(tmpdir(), 'paperboy-action-'));
  const [remote, seed, work, other] = ['remote.git', 'seed', 'work', 'other'].map((name) => join(base, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const folder of ['dumps', 'subscriptions']) mkdirSync(join(seed, folder), { recursive: true });
  git(base, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  git(seed, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(seed, 'dumps/2026-02-03.json'), list('2026-02-03', 3));
  writeFileSync(join(seed, 'subscriptions/ada.yaml'), subscription('Ada', 'env:PAPERBOY_ADA'));
  writeFileSync(join(seed, '.gitignore'), 'out/\nnode_modules/\n');
  writeFileSync(join(seed, 'notes.txt'), 'one\n');
  git(seed, 'add', '.');
  git(seed, 'commit', '--quiet', '-m', 'Older');
  git(seed, 'commit', '--quiet', '--allow-empty', '-m', 'Start');
  git(seed, 'push', '--quiet', remote, 'main');
  git(base, 'clone', '--quiet', remote, other);
  const place = { base, work, remote, other };
  checkout(place);
  return place;
}

/** The remote as the next run's runner checks it out. */
export function checkout({ base, remote, work }: Place): void {
  rmSync(work, { recursive: true, force: true });
  git(base, 'clone', '--quiet', '--depth=1', `file://${remote}`, work);
}

export const subscription = (name: string, address: string): string =>
  `name: ${name}\naddress: ${address}\npublic: true\ntopics:\n  - name: Testing\n    any: [testing]\n`;

/** A list of the API with so many papers of a day. */
export function list(day: string, count: number): string {
  const papers = Array.from({ length: count }, (_, index) => {
    const title = `Paper ${index} of ${day} about testing`;
    const id = `26${day.slice(5, 7)}.${day.slice(8)}${String(100 + index)}`;
    const summary = `What is said on ${day} about number ${index}, which nobody else says.`;
    const publishedAt = `${day}T01:00:00.000Z`;
    const paper = {
      id,
      title,
      summary,
      publishedAt,
      authors: [],
      submittedOnDailyAt: `${day}T08:00:00.000Z`,
      upvotes: index,
    };
    return { paper, title, publishedAt };
  });
  return JSON.stringify(papers);
}

/** Somebody pushes a file while a run is under way. */
export function pushFromElsewhere(place: Place, path: string, content: string): void {
  git(place.other, 'pull', '--quiet', '--rebase');
  mkdirSync(join(place.other, path, '..'), { recursive: true });
  writeFileSync(join(place.other, path), content);
  git(place.other, 'add', '--force', path);
  git(place.other, 'commit', '--quiet', '-m', `Change ${path}`);
  git(place.other, 'push', '--quiet', 'origin', 'main');
}

/**
 * The next push to the remote is overtaken: a commit that somebody else made, with a file, is there first.
 * @param after how many pushes go through before.
 */
export function overtake(place: Place, path: string, content: string, after = 0): void {
  git(place.other, 'pull', '--quiet', '--rebase');
  writeFileSync(join(place.base, 'content'), content);
  // Made when the push arrives, on top of what the branch is then, as a person would have a moment before.
  const hook = `#!/bin/sh
n=$(cat '${place.base}/pushes' 2>/dev/null || echo 0); echo $((n+1)) >'${place.base}/pushes'
[ "$n" -eq ${after} ] || exit 0
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
export GIT_INDEX_FILE='${place.base}/index' GIT_AUTHOR_NAME=S GIT_AUTHOR_EMAIL=s@example.org GIT_COMMITTER_NAME=S GIT_COMMITTER_EMAIL=s@example.org
old=$(git rev-parse main); git read-tree "$old"
blob=$(git hash-object -w '${place.base}/content')
git update-index --add --cacheinfo "100644,$blob,${path}"
new=$(git commit-tree "$(git write-tree)" -p "$old" -m 'Change ${path}')
git update-ref refs/heads/main "$new"
`;
  rmSync(join(place.base, 'pushes'), { force: true });
  writeFileSync(join(place.remote, 'hooks/pre-receive'), hook, { mode: 0o755 });
}

/** What a job of the Action did, as GitHub would show it. */
export interface JobResult {
  code: number;
  /** Without what is masked. */
  log: string;
  masks: string[];
  summary: string;
  outputs: Record<string, string>;
  /** Such as `error file=x,line=1::message`. */
  annotations: string[];
}

/** Starts the Action as the runner does; `signal` can be sent to it. */
export function startAction(
  { folder }: { folder: string },
  place: Place,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): { done: Promise<JobResult>; kill(signal: NodeJS.Signals): void; onLog(seen: (text: string) => void): void } {
  const files = mkdtempSync(join(place.base, 'runner-'));
  const [output, summary] = [join(files, 'output'), join(files, 'summary.md')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const defaults = Object.entries(action.inputs).map(([name, one]) => [name, one.default ?? '']);
  const given = { ...Object.fromEntries(defaults), 'github-token': 'token-of-the-job', ...inputs };
  const unknown = Object.keys(inputs).filter((name) => action.inputs[name] === undefined);
  if (unknown.length > 0) throw new Error(`the Action has no input ${unknown}`);
  const child = spawn(process.execPath, [join(folder, action.runs.main)], {
    cwd: place.work,
    env: {
      PATH: process.env.PATH,
      HOME: files,
      ...gitEnv,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: place.work,
      GITHUB_REPOSITORY: 'somebody/papers',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_RUN_ID: '1001',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: files,
      PAPERBOY_NOW: '2026-02-04T12:00:00Z',
      PAPERBOY_FROM: 'Papers <papers@example.org>',
      ...env,
    },
  });
  let text = '';
  const listeners: ((text: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
      for (const listener of listeners) listener(text);
    });
  const done = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1))).then((code) => ({
    code,
    ...shown(text),
    summary: readFileSync(summary, 'utf8'),
    outputs: readOutputs(readFileSync(output, 'utf8')),
  }));
  return { done, kill: (signal) => void child.kill(signal), onLog: (seen) => void listeners.push(seen) };
}

export const runAction = (...args: Parameters<typeof startAction>): Promise<JobResult> => startAction(...args).done;

/** Reads the log as the runner does: commands are carried out, unless they are stopped, and masks put over the rest. */
function shown(text: string): Pick<JobResult, 'log' | 'masks' | 'annotations'> {
  const masks: string[] = [];
  const annotations: string[] = [];
  const lines: string[] = [];
  let stopped: string | null = null;
  for (const line of text.split('\n')) {
    if (stopped !== null) {
      if (line === `::${stopped}::`) stopped = null;
      else lines.push(line);
    } else if (line.startsWith('::stop-commands::')) stopped = line.slice('::stop-commands::'.length);
    else if (line.startsWith('::add-mask::')) masks.push(line.slice('::add-mask::'.length));
    else if (/^::(?:error|warning)[ :]/.test(line)) annotations.push(line.slice(2));
    else lines.push(line);
  }
  const masked = (line: string) => masks.reduce((left, mask) => left.replaceAll(mask, '***'), line);
  return { masks, annotations: annotations.map(masked), log: lines.map(masked).join('\n') };
}

/** The file of outputs: `name<<DELIMITER`, the value, the delimiter. */
function readOutputs(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(.+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name, , value]) => [name, value]),
  );
}
