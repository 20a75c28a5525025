import * as core from '@actions/core';
import { diagnostic, UserError } from '../diagnostic/index.ts';

export type Environment = Record<string, string | undefined>;

export const sources = ['dumps', 'daily', 'weekly', 'monthly', 'search'] as const;
const commitWords = ['state', 'public', 'dumps'] as const;
export type CommitWord = (typeof commitWords)[number];

/** What the workflow asked for, checked. */
export interface Inputs {
  source: (typeof sources)[number];
  date: string;
  queries: string[];
  dumps: string[];
  subscriptions: string;
  /** The file of settings, which need not be there. */
  config: string;
  /** Below the root of the repository, without a slash at the end. */
  out: string;
  send: boolean;
  dryRun: boolean;
  backfill: boolean;
  channel: string;
  siteUrl: string;
  requireState: 'auto' | 'true' | 'false';
  commit: ReadonlySet<CommitWord>;
  /** Days without a commit after which one is made; 0: never. */
  keepAlive: number;
  inDoubt: 'resend' | 'skip';
  baseUrl: string;
  allowPrivate: boolean;
  token: string;
  /** What the command line gets by its environment, secrets among it. */
  variables: Record<string, string>;
}

/** Inputs that are passed on as a variable of the command line. */
const passedOn = {
  subscribers: 'PAPERBOY_SUBSCRIBERS',
  from: 'PAPERBOY_FROM',
  'smtp-url': 'SMTP_URL',
  'smtp-password': 'SMTP_PASSWORD',
  language: 'PAPERBOY_LANGUAGE',
  config: 'PAPERBOY_CONFIG',
};

/**
 * Inputs, and below them what the environment and the file of settings say: an input that nobody gave overrides neither.
 * @param file what the file of settings says, by the names of variables.
 * @throws UserError (exit 2) with one `setting-invalid` for each input that cannot be.
 */
export function readInputs(env: Environment, file: Readonly<Record<string, string>> = {}): Inputs {
  const wrong: string[] = [];
  const report = (name: string, reason: string) => wrong.push(`the input ${name} ${reason}`);
  const text = (name: string) => core.getInput(name);
  const setting = (name: string, variable: string, fallback: string): string =>
    text(name) || env[variable] || file[variable] || fallback;
  const truth = (name: string): boolean => {
    const value = text(name) || 'false';
    if (value !== 'true' && value !== 'false') report(name, "is neither 'true' nor 'false'");
    return value === 'true';
  };
  const one = <T extends string>(name: string, allowed: readonly T[], given = text(name)): T => {
    const value = (given || allowed[0]) as T;
    if (!allowed.includes(value)) report(name, `is none of ${allowed.join(', ')}`);
    return value;
  };
  const path = (name: string, value: string): string => {
    // It stands on a command line, and names what is committed.
    const parts = value.split('/');
    if (value === '' || /^[-/:]|[\0\\]/.test(value) || parts.includes('..') || parts.includes('.git'))
      report(name, 'is not a path below the root of the repository');
    return value.replace(/\/+$/, '').replace(/^(?:\.\/)+/, '');
  };
  const keepAlive = text('keep-alive') || '0';
  if (!/^\d{1,3}$/.test(keepAlive)) report('keep-alive', 'is not a number of days');
  const inputs: Inputs = {
    source: one('source', sources),
    date: text('date'),
    queries: core.getMultilineInput('query'),
    dumps: setting('dumps', 'PAPERBOY_DUMPS', 'dumps')
      .split('\n')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => path('dumps', each)),
    subscriptions: path('subscriptions', setting('subscriptions', 'PAPERBOY_SUBSCRIPTIONS', 'subscriptions')),
    config: configOf(env),
    out: path('out', setting('out', 'PAPERBOY_OUT', 'out')),
    send: truth('send'),
    dryRun: truth('dry-run'),
    backfill: truth('backfill'),
    channel: text('channel'),
    siteUrl: siteOf(text('site-url'), env),
    requireState: one('require-state', ['auto', 'true', 'false']),
    commit: commitsOf(text('commit'), report),
    keepAlive: Number(keepAlive),
    inDoubt: one('in-doubt', ['resend', 'skip'], setting('in-doubt', 'PAPERBOY_IN_DOUBT', '')),
    baseUrl: text('base-url'),
    allowPrivate: truth('allow-private'),
    token: text('github-token'),
    variables: Object.fromEntries(
      Object.entries(passedOn).flatMap(([name, variable]) => (text(name) === '' ? [] : [[variable, text(name)]])),
    ),
  };
  if (inputs.out === '' || inputs.out === '.') report('out', 'is not a folder of its own');
  if (inputs.source === 'search' && inputs.queries.length === 0) report('query', 'is empty, but the source is search');
  if (inputs.dumps.length === 0) report('dumps', 'is empty');
  if (inputs.date !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(inputs.date)) report('date', 'is not a day, YYYY-MM-DD');
  if (wrong.length > 0) {
    throw new UserError(
      [...new Set(wrong)].map((message) => diagnostic('setting-invalid', { message, hint: 'see docs/action.md' })),
      2,
    );
  }
  return inputs;
}

/** The file of settings; it may be missing where nobody named one. */
export const configOf = (env: Environment): string => core.getInput('config') || env.PAPERBOY_CONFIG || 'paperboy.yaml';

function commitsOf(text: string, report: (name: string, reason: string) => void): Set<CommitWord> {
  if (text === 'true') return new Set(['state', 'public']);
  const words = text.split(/[\s,]+/).filter((word) => word !== '' && word !== 'false');
  if (words.some((word) => !(commitWords as readonly string[]).includes(word)))
    report('commit', "is neither 'true', 'false' nor words of: state public dumps");
  // Pages without the archive that they are made from would be refused by the next run.
  if (words.includes('public') && !words.includes('state')) report('commit', 'has public, but not state');
  return new Set(words as CommitWord[]);
}

/** `auto`: where GitHub Pages puts this repository. */
function siteOf(text: string, { GITHUB_REPOSITORY = '' }: Environment): string {
  if (text !== 'auto') return text;
  const [owner = '', name = ''] = GITHUB_REPOSITORY.toLowerCase().split('/');
  if (owner === '' || name === '') return '';
  return name === `${owner}.github.io`
    ? `https://${name}`
    : `https://${owner}.github.io/${GITHUB_REPOSITORY.split('/')[1]}`;
}
