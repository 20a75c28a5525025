import { readdir } from 'node:fs/promises';
import type { Command } from './command.ts';
import { commandOf } from './request.ts';
import { commandNames, isCommand, table } from './table.ts';
import { type Described, everywhere, takesOf } from './takes.ts';

/** Arguments and options that name a subscription. */
const subscriptionsIn = { positionals: ['who', 'subscriber'], options: ['only'] };

/**
 * What could stand in the place of the last word.
 * @param words what was typed behind `paperboy`; the last one is unfinished, and may be empty.
 * @returns whole words; empty when it may be anything, such as a file.
 */
export async function candidates(words: readonly string[]): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { name } = commandOf(before);
  const fitting = (names: readonly string[]) => names.filter((one) => one.startsWith(typed));
  if (name === null || name === 'help') {
    const general = [...Object.keys(everywhere).map((one) => `--${one}`), '--version'];
    return fitting(typed.startsWith('-') ? general : [...commandNames, 'help']);
  }
  if (!isCommand(name)) return [];
  return fitting(await ofCommand(await table[name].load(), { typed, before }));
}

async function ofCommand(
  command: Command,
  { typed, before }: { typed: string; before: readonly string[] },
): Promise<readonly string[]> {
  const { options, positionals } = takesOf(command);
  const all = [...options.filter(([, { hidden }]) => hidden !== true), ...Object.entries<Described>(everywhere)];
  const last = before.at(-1) ?? '';
  const open = all.find(([name, { type }]) => `--${name}` === last && type !== 'boolean');
  if (open !== undefined) {
    const [name, { choices }] = open;
    const ids =
      subscriptionsIn.options.includes(name) || (name === 'subscription' && command.command.startsWith('templates'));
    return ids ? await idsOf(before) : (choices ?? []);
  }
  if (typed.startsWith('-')) return all.flatMap(([name, described]) => flagsOf(name, described));
  const at = placeOf(commandOf(before).rest, all);
  const [name, described] = positionals[Math.min(at, positionals.length - 1)] ?? ['', {}];
  if (at >= positionals.length && !command.command.endsWith('..]') && !command.command.endsWith('..>')) return [];
  return subscriptionsIn.positionals.includes(name) ? idsOf(before) : (described.choices ?? []);
}

/** An option in the forms that do something: off where it is on, both where it is open. */
const flagsOf = (name: string, { type, default: usual }: Described): string[] => [
  ...(type === 'boolean' && usual === true ? [] : [`--${name}`]),
  ...(type === 'boolean' && usual !== false ? [`--no-${name}`] : []),
];

/** How many positional arguments stand there already. */
function placeOf(words: readonly string[], options: readonly (readonly [string, Described])[]): number {
  const valued = new Set(options.flatMap(([name, { type }]) => (type === 'boolean' ? [] : [`--${name}`])));
  return words.filter((word, i) => !word.startsWith('-') && !valued.has(words[i - 1] ?? '')).length;
}

/** The ids of the subscriptions by the names of their files, which is cheap; an `id:` in the file is not looked for. */
async function idsOf(words: readonly string[]): Promise<string[]> {
  const flag = words.indexOf('--subscriptions');
  const named = flag === -1 ? undefined : words[flag + 1];
  const folder = named ?? (process.env.PAPERBOY_SUBSCRIPTIONS || 'subscriptions');
  const files = await readdir(folder).catch(() => []);
  // The grammar of ids: a name with anything else could mean something to the shell.
  return files.flatMap((file) => /^([a-z0-9][a-z0-9._-]{0,63})\.ya?ml$/.exec(file)?.[1] ?? []).sort();
}
