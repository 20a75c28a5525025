import yargs, { type Options } from 'yargs';
import { marked, unmark } from './arguments.ts';
import { type Command, usage } from './command.ts';
import { useConfiguration } from './environment.ts';
import type { ExitCode } from './exit.ts';
import { explain } from './misuse.ts';
import { everywhere, takesOf } from './takes.ts';
import { speak } from './terminal.ts';
import { clockTold, remember } from './timings.ts';

/** Options that may be given more than once. */
const lists = new Set(['_', 'dump', 'file', 'any', 'all', 'none', 'only', 'status', 'who', 'topics', 'ask']);

interface General {
  quiet: boolean;
  verbose: boolean;
  color?: boolean;
  json?: boolean;
  config?: string;
}

/** Puts back what was marked, and refuses what was said twice. */
function tidy(argv: Record<string, unknown>): void {
  unmark(argv);
  const twice = Object.keys(argv).find((key) => Array.isArray(argv[key]) && !lists.has(key));
  if (twice !== undefined)
    throw usage(`--${twice.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} was given more than once`);
}

/**
 * Reads the arguments of a command and runs it.
 * @param args without the name of the command.
 * @throws UserError (exit 2) when they cannot be read, and what the command throws.
 */
export async function execute(command: Command, args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const name = command.command.split(' ')[0]!;
  const { help: _, ...general } = everywhere;
  const parser = yargs(marked([name, ...args]))
    .scriptName('paperboy')
    .locale('en')
    .parserConfiguration({ 'duplicate-arguments-array': true, 'greedy-arrays': false })
    .middleware(tidy)
    .strict()
    .help(false)
    .version(false)
    .options(general as Record<string, Options>)
    .exitProcess(false)
    .fail((message, error) => {
      // An option without its value comes as an error of yargs; only what a command threw is passed on.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw explain(message ?? error.message, { command, args, takes: takesOf(command) });
    })
    .command(command.command, command.describe, command.builder, async (argv) => {
      const { quiet, verbose, color, json, config } = argv as unknown as General;
      if (quiet && verbose) throw usage('--quiet and --verbose exclude each other', 'one of them');
      const { reports = false } = command;
      const telling = typeof reports === 'function' ? reports(argv as never) : reports;
      speak({ quiet, verbose, colour: color ?? null, reports: telling && json !== true });
      if (verbose) remember();
      if (command.tolerant !== true) await useConfiguration(config);
      code = await command.run(argv as never);
      if (verbose) clockTold();
    });
  await parser.parseAsync();
  return code;
}
