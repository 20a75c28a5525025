import { isCommand } from './table.ts';
import { everywhere } from './takes.ts';

// What is asked for is found without yargs, which costs more than all of `--help`.

/** Options whose values may begin with a minus: keywords and queries. */
export const QUERIES: ReadonlySet<string> = new Set(['--query', '--any', '--all', '--none']);

/** Whether help is asked for: `--help` or `-h`, but not as a keyword to look for, nor behind `--`. */
export function helpAsked(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args
    .slice(0, end === -1 ? args.length : end)
    .some((arg, i) => arg === '--help' || (arg === '-h' && !QUERIES.has(args[i - 1] ?? '')));
}

/**
 * The command that is named, and the arguments without its name. Options may stand before it; a word behind one that may
 * take a value is that value, unless it is the name of a command.
 */
export function commandOf(args: readonly string[]): { name: string | null; rest: string[] } {
  const flags = new Set(Object.keys(everywhere).flatMap((name) => [`--${name}`, `--no-${name}`]));
  for (const [i, arg] of args.entries()) {
    if (arg === '--') break;
    if (arg.startsWith('-')) continue;
    const before = args[i - 1];
    const value = before?.startsWith('--') && !before.includes('=') && !flags.has(before);
    if (!value || isCommand(arg) || arg === 'help') return { name: arg, rest: args.toSpliced(i, 1) };
  }
  return { name: null, rest: [...args] };
}
