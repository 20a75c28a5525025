import { nearest, UserError } from '../diagnostic/index.ts';
import { usage } from './command.ts';
import { COMPLETE } from './completion-scripts.ts';
import type { ExitCode } from './exit.ts';
import { commandOf, helpAsked } from './request.ts';
import { allCommands, commandNames, isCommand, table } from './table.ts';
import { print, printDiagnostics, speak } from './terminal.ts';

/** Runs the command line. @returns the exit code; never throws and never ends the process. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  speak({});
  try {
    return await dispatch(args);
  } catch (error) {
    return report(error);
  }
}

/** Loads what was asked for, and nothing else. */
async function dispatch(args: readonly string[]): Promise<ExitCode> {
  if (args[0] === COMPLETE) {
    const { candidates } = await import('./complete.ts');
    const found = await candidates(args.slice(1));
    if (found.length > 0) process.stdout.write(`${found.join('\n')}\n`);
    return 0;
  }
  const help = helpAsked(args);
  const { name, rest } = commandOf(args);
  if (name === 'help' || help) return showHelp(name === 'help' ? commandOf(rest).name : name);
  if (name === null) {
    if (args.length > 0) throw usage(`no command is named`, 'a command first, for instance: paperboy run');
    const { beginning, widthOf } = await import('./help.ts');
    process.stderr.write(`${beginning(widthOf(process.stderr))}\n`);
    return 2;
  }
  if (!isCommand(name)) throw noCommand(name);
  const command = await table[name].load();
  const { execute } = await import('./execute.ts');
  return execute(command, rest);
}

async function showHelp(name: string | null): Promise<ExitCode> {
  if (name !== null && !isCommand(name)) throw noCommand(name);
  const { commandHelp, overview, widthOf } = await import('./help.ts');
  const width = widthOf(process.stdout);
  print(name === null ? overview(await allCommands(), width) : commandHelp(await table[name].load(), width));
  return 0;
}

function noCommand(name: string): UserError {
  const near = nearest(name, commandNames);
  const question = near === null ? '' : `; did you mean "${near}"?`;
  return usage(`no such command: ${JSON.stringify(name)}${question}`);
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
