import { QUERIES } from './request.ts';

/** Stands before an argument that yargs must not take for an option or drop. No argument of a process can contain it. */
const MARK = '\0';

/**
 * The arguments as yargs reads them rightly: a lone `-` (standard input), which it would drop; what follows `--`, which it
 * would keep from the positionals; and values with a minus, which it would take for options. `unmarked` undoes the marks.
 */
export function marked(args: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const next = args[i + 1];
    if (arg === '--') return [...out, ...args.slice(i + 1).map((rest) => MARK + rest)];
    // Paperboy has no option of one dash. What begins with two is the next option, and the value is missing.
    if (QUERIES.has(arg) && next?.startsWith('-') && !next.startsWith('--')) {
      out.push(`${arg}=${next}`);
      i++;
    } else out.push(arg === '-' ? MARK + arg : arg);
  }
  return out;
}

/** Takes the marks off what yargs read. */
export function unmark(argv: Record<string, unknown>): void {
  const bare = (value: unknown) => (typeof value === 'string' && value.startsWith(MARK) ? value.slice(1) : value);
  for (const [key, value] of Object.entries(argv)) argv[key] = Array.isArray(value) ? value.map(bare) : bare(value);
}
