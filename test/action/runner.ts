import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Action, Step } from './workflows.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

/** What a job of the Action did, as GitHub would show it. */
export interface JobResult {
  code: number;
  log: string;
  summary: string;
  outputs: Record<string, string>;
}

/** A repository that uses the Action, its remote, and a clone of somebody else. */
export interface Place {
  /** Holds all of it; to be removed after a test. */
  base: string;
  work: string;
  remote: string;
  other: string;
}

/** Git without the settings of the machine and of a repository around it. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};
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

/** Makes a bare remote, a checkout of depth 1 as actions/checkout makes it, and a full clone. */
export function makePlace(): Place {
  const base = mkdtempSync(join(tmpdir(), 'paperboy-action-'));
  const [remote, seed, work, other] = ['remote.git', 'seed', 'work', 'other'].map((name) => join(base, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(seed);
  git(base, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  git(seed, 'init', '--quiet', '--initial-branch=main');
  for (const folder of ['dumps', 'subscriptions']) cpSync(join(root, folder), join(seed, folder), { recursive: true });
  writeFileSync(join(seed, '.gitignore'), 'out/\nnode_modules/\n');
  writeFileSync(join(seed, 'notes.txt'), 'one\n');
  git(seed, 'add', '.');
  git(seed, 'commit', '--quiet', '-m', 'Older');
  git(seed, 'commit', '--quiet', '--allow-empty', '-m', 'Start');
  git(seed, 'push', '--quiet', remote, 'main');
  git(base, 'clone', '--quiet', '--depth=1', `file://${remote}`, work);
  git(base, 'clone', '--quiet', remote, other);
  return { base, work, remote, other };
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
 * Runs the Action's shell steps in order, with their `if`, `env` and outputs, as a runner does. Setting up Node and
 * installing are left out: the project under test is installed and built.
 * @param before called before each step, with its name.
 */
export function runAction(
  place: Place,
  inputs: Record<string, string> = {},
  options: { env?: Record<string, string>; before?: (step: string) => void } = {},
): JobResult {
  if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error('run npm run build first');
  const files = mkdtempSync(join(place.base, 'runner-'));
  const given = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, one]) => [name, one.default ?? ''])),
  };
  const steps: Record<string, Record<string, string>> = {};
  const values = { inputs: { ...given, ...inputs }, steps };
  const summary = join(files, 'summary.md');
  writeFileSync(summary, '');
  const result: JobResult = { code: 0, log: '', summary: '', outputs: {} };
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.run === undefined || step.run.startsWith('npm ci')) continue;
    if (!isDue(step, values, result.code === 0)) continue;
    options.before?.(step.name ?? '');
    const output = join(files, `output-${index}`);
    writeFileSync(output, '');
    const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, expand(text, values)]);
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: place.work,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: files,
        ...gitEnv,
        GITHUB_ACTION_PATH: root,
        GITHUB_REF: 'refs/heads/main',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: files,
        PAPERBOY_PUSH_PAUSE: '0',
        ...options.env,
        ...Object.fromEntries(env),
      },
    });
    result.log += `${stdout}${stderr}`;
    if (step.id !== undefined) steps[step.id] = readOutputs(output);
    if (status !== 0) result.code ||= status ?? 1;
  }
  result.summary = readFileSync(summary, 'utf8');
  for (const [name, { value }] of Object.entries(action.outputs)) result.outputs[name] = expand(value, values);
  return result;
}

interface Values {
  inputs: Record<string, string>;
  steps: Record<string, Record<string, string>>;
}

const reference = /\b(?:inputs\.([\w-]+)|steps\.([\w-]+)\.outputs\.([\w-]+))/g;

const lookUp = (values: Values, input?: string, step?: string, output?: string): string =>
  (input !== undefined ? values.inputs[input] : values.steps[step!]?.[output!]) ?? '';

function expand(text: string, values: Values): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const value = expression.replace(reference, (_match, ...names) =>
      lookUp(values, ...(names.slice(0, 3) as string[])),
    );
    if (value.includes('inputs.') || value.includes('steps.')) throw new Error(`cannot expand ${expression}`);
    return value;
  });
}

/** Evaluates a step's `if`: references, `always()`, `==`, `&&`. Without one a step runs when none before it failed. */
function isDue(step: Step, values: Values, success: boolean): boolean {
  if (step.if === undefined) return success;
  const expression = step.if.replace(/^\$\{\{ | \}\}$/g, '');
  const always = expression.includes('always()');
  const holds = expression.split(' && ').every((part) => {
    if (part === 'always()') return true;
    const [left = '', right] = part.split(' == ');
    const value = left.replace(reference, (_match, ...names) => lookUp(values, ...(names.slice(0, 3) as string[])));
    if (right === undefined) throw new Error(`cannot evaluate ${part}`);
    return `'${value}'` === right;
  });
  return holds && (always || success);
}

const readOutputs = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
      }),
  );
