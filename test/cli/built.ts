import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** The built command. */
export const main = `${root}dist/cli/main.js`;

/** Builds when nothing is built yet; `npm test` does so by itself. */
export function built(): void {
  if (!existsSync(main)) execFileSync('npm', ['run', 'build'], { cwd: root });
}

/** Runs the built command in a process of its own, whose streams are pipes. */
export function paperboy(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [main, ...args], { cwd, env: { PATH, HOME, ...env }, encoding: 'utf8' });
}
