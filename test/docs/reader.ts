import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support.ts';

/** What a line printed. */
export interface Printed {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Somebody who types lines into a shell, in a copy of the project of their own; `cd` and `export` last. */
export interface Reader {
  folder: string;
  type(line: string): Printed;
  leave(): void;
}

/** Variables that readers of the samples set; nothing else of this process is passed on. */
const addresses = { PAPERBOY_ADA: 'ada@example.org', PAPERBOY_BEN: 'ben@example.org', PAPERBOY_CHI: 'chi@example.org' };

/**
 * A reader in a fresh copy of the built project. `npx paperboy` runs the copy's program and `npx` nothing else, since npm
 * would look for updates.
 */
export function reader(): Reader {
  const place = mkdtempSync(join(tmpdir(), 'paperboy-documentation-'));
  const folder = join(place, 'paperboy');
  mkdirSync(join(place, 'bin'));
  for (const name of ['dist', 'dumps', 'subscriptions', 'templates', 'schemas', 'docs', 'action.yml', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const npx = join(place, 'bin', 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = paperboy ] || exit 127\nshift\nexec "${process.execPath}" "${folder}/dist/cli/main.js" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  const { PATH, HOME } = process.env;
  let env = { PATH: `${join(place, 'bin')}:${PATH}`, HOME, NO_COLOR: '1', ...addresses } as NodeJS.ProcessEnv;
  let cwd = folder;
  const after = join(place, 'after.json');
  // Where the shell is and what it exports is asked of a child of it, which also works where `env -0` does not exist.
  const ask = `"${process.execPath}" -e 'fs.writeFileSync("${after}",JSON.stringify([process.cwd(),process.env]))'`;
  return {
    folder,
    type(line) {
      const lasts = /\b(?:cd|export|set)\b/.test(line);
      const command = lasts ? `${line}\ncode=$?\n${ask}\nexit $code` : line;
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
      if (lasts) [cwd, env] = JSON.parse(readFileSync(after, 'utf8')) as [string, NodeJS.ProcessEnv];
      return { code: status, stdout, stderr };
    },
    leave: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** A block of `sh`, its lines, and the block of `text` that follows at once: what its last line prints, or `null`. */
export interface Step {
  lines: string[];
  shown: string | null;
}

const step = /^```sh\n([\s\S]*?)^```$(?:\n\n^```text\n([\s\S]*?)^```$)?/gm;

/** The steps of a page, in its order. */
export const stepsOf = (page: string): Step[] =>
  [...page.matchAll(step)].map(([, lines, shown]) => ({
    lines: lines!.trimEnd().split('\n'),
    shown: shown === undefined ? null : shown.trimEnd(),
  }));

/** The page with what each step printed in place of what it shows; one that has a line `...` is left as it is. */
export function shownAnew(page: string, printed: readonly (string | null)[]): string {
  let at = 0;
  return page.replace(step, (whole, lines: string, shown?: string) => {
    const text = printed[at++] ?? null;
    if (shown === undefined || text === null || shown.split('\n').includes('...')) return whole;
    return `\`\`\`sh\n${lines}\`\`\`\n\n\`\`\`text\n${text}\n\`\`\``;
  });
}

/** Whether a text is what a page shows, where a line `...` stands for any number of lines. */
export function isShown(shown: string, printed: string): boolean {
  const parts = shown.split(/^\.\.\.$/m).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(?:.*\\n)*?.*')}$`).test(printed);
}
