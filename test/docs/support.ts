import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';

/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the generated parts of the documentation again. */
const update = Boolean(process.env.UPDATE_DOCS);

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** The documentation: the README and every page below `docs/`. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
].toSorted();

/** The text of a generated page or part as it should be; with `UPDATE_DOCS` it is written first. */
export function refresh(path: string, text: string): void {
  if (update) writeFileSync(`${root}${path}`, text);
}

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`. Throws when the markers are missing. */
export function between(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start === -1 || end < start) throw new Error(`no place for ${name}`);
  return `${text.slice(0, start + open.length)}\n${content.trim()}\n\n${text.slice(end)}`;
}

/** The rows of all tables whose head consists of these cells; cells without their code marks. */
export function rowsOf(markdown: string, head: readonly string[]): string[][] {
  const rows: string[][] = [];
  let inside = false;
  for (const line of markdown.split('\n')) {
    const cells = cellsOf(line);
    if (cells === null) inside = false;
    else if (cells.join('|') === head.join('|')) inside = true;
    else if (inside && !/^:?-+:?$/.test(cells[0] ?? '')) rows.push(cells);
  }
  return rows;
}

function cellsOf(line: string): string[] | null {
  if (!line.startsWith('|')) return null;
  const cells = line.slice(1, line.lastIndexOf('|')).split(/(?<!\\)\|/);
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/\\\|/g, '|')
      .replace(/^`(.*)`$/, '$1'),
  );
}

/** The code blocks of a language, each as its lines. */
export function blocksOf(markdown: string, language: string): string[][] {
  return [...markdown.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].flatMap(([, found, body]) =>
    found === language ? [body!.trimEnd().split('\n')] : [],
  );
}

/** Runs the command line in this process. */
export async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  const code = await main(args).finally(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return { code, ...written };
}
