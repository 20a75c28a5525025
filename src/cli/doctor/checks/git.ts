import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { about, type Finding } from '../check.ts';
import type { Setup } from '../setup.ts';
import { some } from '../words.ts';
import type { World } from '../world.ts';

/** What must not be in git is not, and a claim that was left over shows. */
export async function git({ settings, subscriptions }: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('git');
  const folder = nearest(resolve(settings.outDir));
  const root = await world.git(folder, 'rev-parse', '--show-toplevel').catch(() => null);
  if (root === null) return [skipped('the output folder is in no git repository')];
  const top = root.trim();
  const out = relative(top, resolve(settings.outDir)) || '.';
  const tracked = async (...paths: string[]): Promise<string[]> =>
    (await world.git(top, 'ls-files', '-z', '--', ...paths)).split('\0').filter(Boolean);
  const findings: Finding[] = [];
  const secret = await tracked(join(out, 'mail'), join(out, 'cache'), '.env');
  if (secret.length > 0) {
    const remedy =
      'git rm --cached takes them out of the next commit; earlier commits keep them, so change what was secret';
    findings.push(problem(`in git, and must not be: ${some(secret)}`, remedy));
  }
  const open = subscriptions.filter(({ address }) => address?.kind === 'literal').map(({ source }) => source);
  const public_ = (await tracked(...open.map((file) => relative(top, resolve(file))))).length > 0 && open.length > 0;
  if (public_)
    findings.push(warning(`an address stands in git: ${some(open)}`, 'write address: env:NAME, and set that variable'));
  const ignored = await world.git(top, 'check-ignore', join(out, 'mail', 'x')).then(
    () => true,
    () => false,
  );
  if (!ignored && secret.length === 0)
    findings.push(warning(`git would take ${join(out, 'mail')}`, `add ${join(out, 'mail')}/ to .gitignore`));
  if ((await tracked(join(out, 'claim.json'))).length > 0) {
    const remedy = 'when that machine is gone, remove the file in a commit and push it (docs/sending.md, Two runs)';
    findings.push(warning('a machine has claimed the right to send, and not given it back', remedy));
  }
  return findings.length > 0 ? findings : [ok('nothing private is in git')];
}

const nearest = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearest(dirname(path)));

/** What is wrong with a workflow shows only where it runs. */
export async function github({ subscriptions, sending }: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('github');
  const { env, network } = world;
  if (env.GITHUB_ACTIONS !== 'true') return [skipped('this is no workflow of GitHub')];
  const findings: Finding[] = [];
  const named = subscriptions.flatMap(({ address }) => (address?.kind === 'env' ? address.name : []));
  const names = ['PAPERBOY_FROM', 'PAPERBOY_KEY', 'PAPERBOY_SUBSCRIBERS', 'SMTP_URL', 'SMTP_PASSWORD', ...named];
  const empty = [...new Set(names)].filter((name) => env[name] === '');
  if (empty.length > 0) {
    const remedy = 'set them under Settings, Secrets and variables, Actions; a fork gets no secrets';
    const message = `passed on, but empty: ${some(empty)}`;
    findings.push(sending ? warning(message, remedy) : skipped(message, remedy));
  }
  if (network !== null) {
    const may = await world.git('.', 'push', '--dry-run', '--quiet', 'origin', 'HEAD').then(
      () => true,
      () => false,
    );
    if (!may) findings.push(problem('the workflow may not push', 'give the job permissions: contents: write'));
  }
  return findings.length > 0 ? findings : [ok('secrets are there, and it may push')];
}
