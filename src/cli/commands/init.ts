import type { Argv } from 'yargs';
import { type Command, commonOptions } from '../command.ts';
import type { ExitCode } from '../exit.ts';

export interface InitArguments {
  folder?: string;
  topics?: string | string[];
  id?: string;
  name?: string;
  siteUrl?: string;
  workflow?: boolean;
  action?: string;
  yes: boolean;
  force: boolean;
  dryRun: boolean;
  json: boolean;
}

/** `paperboy.init/1`. */
export interface InitDocument {
  schema: 'paperboy.init/1';
  dryRun: boolean;
  written: string[];
  kept: string[];
  next: { what: string; commands: string[] }[];
  remarks: string[];
}

export const initCommand = {
  command: 'init [folder]',
  describe: 'Set up a folder: a subscription with your topics, a place for dumps, settings; asks what it must',
  builder: (args: Argv) =>
    args
      .positional('folder', { type: 'string', describe: 'The folder; default: this one' })
      .option('topics', {
        type: 'string',
        requiresArg: true,
        describe: 'A topic, "Reward models: reward model, RLHF"; repeatable',
      })
      .option('name', { type: 'string', requiresArg: true, describe: 'Your name, for the greeting (Me)' })
      .option('id', {
        type: 'string',
        requiresArg: true,
        describe: 'The id of the subscription, which is the name of its file; default: from the name',
      })
      .option('site-url', {
        type: 'string',
        requiresArg: true,
        describe: 'The address under which out/public will be published',
      })
      .option('workflow', { type: 'boolean', describe: 'Write a GitHub workflow that runs it every day' })
      .option('action', {
        type: 'string',
        requiresArg: true,
        describe: 'The action for the workflow, OWNER/REPO@SHA; not needed in a copy of its repository',
      })
      .option('yes', { type: 'boolean', default: false, describe: 'Ask nothing, take defaults' })
      .option('force', { type: 'boolean', default: false, describe: 'Replace files that are there (never .env)' })
      .option('dry-run', { type: 'boolean', default: false, describe: 'Show the files, write nothing' })
      .option('json', commonOptions.json),
  examples: [
    ['init', 'asks for your topics and sets up this folder'],
    ['init papers --topics "Reward models: reward model, RLHF" --yes', 'asks nothing'],
    ['init --dry-run --yes', 'what would be written'],
  ],
  docs: 'init.md',
  exits: [0, 2, 5, 130],
  reports: true,
  run: init,
} satisfies Command;

async function init(argv: InitArguments): Promise<ExitCode> {
  const { setUp } = await import('../init/set-up.ts');
  const { show } = await import('../init/show.ts');
  const done = await setUp(argv, { input: process.stdin, output: process.stderr });
  if (typeof done === 'number') return done;
  show(argv, done);
  return 0;
}
