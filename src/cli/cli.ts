import yargs from 'yargs';
import { UserError } from '../diagnostic/index.ts';
import { marked, unmark } from './arguments.ts';
import { usage } from './command.ts';
import { archiveCommand } from './commands/archive.ts';
import { deliveriesCommand } from './commands/deliveries.ts';
import { diffCommand } from './commands/diff.ts';
import { fetchCommand } from './commands/fetch.ts';
import { historyCommand } from './commands/history.ts';
import { inboxCommand } from './commands/inbox.ts';
import { matchCommand } from './commands/match.ts';
import { papersCommand } from './commands/papers.ts';
import { parseCommand } from './commands/parse.ts';
import { previewCommand } from './commands/preview.ts';
import { profileCommand } from './commands/profile.ts';
import { resendCommand } from './commands/resend.ts';
import { retryCommand } from './commands/retry.ts';
import { runCommand } from './commands/run.ts';
import { sendCommand } from './commands/send.ts';
import { serveCommand } from './commands/serve.ts';
import { subscribersCommand } from './commands/subscribers.ts';
import { suppressCommand, unsuppressCommand } from './commands/suppress.ts';
import { templatesCommand } from './commands/templates.ts';
import { whyCommand } from './commands/why.ts';
import type { ExitCode } from './exit.ts';
import { printDiagnostics } from './terminal.ts';

/** Every command, in the order of `--help`. To add one: a file in `cli/commands/`, a line here. */
export const commands = [
  runCommand,
  sendCommand,
  fetchCommand,
  parseCommand,
  diffCommand,
  matchCommand,
  papersCommand,
  historyCommand,
  archiveCommand,
  previewCommand,
  serveCommand,
  templatesCommand,
  whyCommand,
  profileCommand,
  deliveriesCommand,
  retryCommand,
  resendCommand,
  suppressCommand,
  unsuppressCommand,
  inboxCommand,
  subscribersCommand,
] as const;

/** Options that may be given more than once. */
const lists = new Set(['_', 'dump', 'file', 'any', 'all', 'none', 'only', 'status', 'who']);

/** Puts back what was marked, and refuses what was said twice. */
function tidy(argv: Record<string, unknown>): void {
  unmark(argv);
  const twice = Object.keys(argv).find((key) => Array.isArray(argv[key]) && !lists.has(key));
  if (twice !== undefined)
    throw usage(`--${twice.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} was given more than once`);
}

/** Runs the command line. @returns the exit code; never throws and never ends the process. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const parser = yargs(marked(args))
    .scriptName('paperboy')
    .usage(
      '$0 <command>\n\nDelivers the research papers you care about: reads dumps of Daily Papers pages, finds what is new,\nmatches it against each subscription, and renders e-mails, feeds and Markdown.',
    )
    .locale('en')
    .parserConfiguration({ 'duplicate-arguments-array': true, 'greedy-arrays': false })
    .demandCommand(1, 'say which command, for instance: paperboy run')
    .recommendCommands()
    .middleware(tidy)
    .strict()
    .help()
    .version(false)
    .option('version', { type: 'boolean', describe: 'Show the version' })
    .example('$0 run', 'the main job on dumps/ and subscriptions/, as a preview')
    .example('$0 parse page.txt --json', 'what a dump says, as JSON')
    .epilogue(
      'Exit codes: 0 done, 1 our error, 2 usage, 3 unusable input, 4 not delivered, 5 refused. See docs/interface.md.',
    )
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      // An option without its value comes as an error of yargs; only what a command threw is passed on.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw usage(clearer(message ?? error.message, args));
    });
  for (const { command, describe, builder, run } of commands) {
    parser.command(command, describe, builder, async (argv) => {
      code = await run(argv as never);
    });
  }
  try {
    await parser.parseAsync();
    return code;
  } catch (error) {
    return report(error);
  }
}

/** What yargs says, in words for people who do not know yargs. */
function clearer(message: string, args: readonly string[]): string {
  if (message.startsWith('Not enough non-option arguments')) {
    const needs: Record<string, string> = {
      archive: 'an action, such as verify',
      history: 'a paper',
      templates: 'an action, such as eject',
    };
    return `say which: ${needs[args[0] ?? ''] ?? 'a dump: a file, a folder, or - for standard input'}`;
  }
  const missing = /^Not enough arguments following: (.+)$/.exec(message);
  if (missing !== null) return `--${missing[1]!.replace(/^-+/, '')} needs a value`;
  const unknown = /^Unknown arguments?: (.+)$/.exec(message);
  if (unknown === null) return message.replace(/^Did you mean (.+)\?$/, 'no such command; did you mean "$1"?');
  // An option is named without its dashes.
  const names = unknown[1]!.split(', ').map((name) => (args.includes(name) || name.length === 1 ? name : `--${name}`));
  return `unknown: ${names.join(', ')}`;
}

/** Shows an error: a person's mistake as its diagnostics, ours with a stack trace for the report. */
function report(error: unknown): ExitCode {
  if (error instanceof UserError) {
    printDiagnostics(error.diagnostics, 'info');
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`paperboy: this is an error of ours, please report it:\n${text}\n`);
  return 1;
}
