import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment, Inputs } from './inputs.ts';

/** What a command of Paperboy did. */
export interface Ended<T> {
  code: number;
  /** What it printed, when it got so far. */
  document: T | null;
  /** What it said beside that, line by line. */
  said: string[];
}

/** The command line, as a process of its own: the same program that people run. */
export interface CommandLine {
  run<T>(...args: string[]): Promise<Ended<T>>;
  /** A signal came: nothing new is begun, what was done is recorded. */
  stopped(): boolean;
}

// Beside this file in the bundle.
const program = fileURLToPath(new URL('./cli.js', import.meta.url));

/**
 * What the command line may see: not the runner's files and tokens, and no input, for the token is one. A claim in the
 * environment would be a second one.
 */
export function environmentOf(env: Environment, { variables }: Pick<Inputs, 'variables'>): Environment {
  const hidden = /^(?:INPUT_|GITHUB_|ACTIONS_|RUNNER_)|^PAPERBOY_CLAIM/;
  const kept = Object.entries(env).filter(([name]) => !hidden.test(name));
  return { ...Object.fromEntries(kept), ...variables, NO_COLOR: '1' };
}

export function commandLine(env: Environment, log: (text: string) => void): CommandLine {
  let stopped = false;
  let child: ReturnType<typeof spawn> | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopped = true;
      child?.kill(signal);
    });
  }
  return {
    stopped: () => stopped,
    async run<T>(...args: string[]): Promise<Ended<T>> {
      if (stopped) return { code: 143, document: null, said: [] };
      const said: string[] = [];
      const printed: Buffer[] = [];
      const started = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      // What a page says must not become a command to the runner. All goes to one stream, for two have no common order.
      const token = randomUUID();
      log(`::stop-commands::${token}`);
      started.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
      const lines = createInterface({ input: started.stderr });
      lines.on('line', (line) => {
        if (said.length < 2_000) said.push(line);
        // A crash quotes the line it happened in, and that of a bundle is long.
        log(line.length > 4_000 ? `${line.slice(0, 4_000)}…` : line);
      });
      const read = new Promise((resolve) => lines.on('close', resolve));
      const code = await new Promise<number>((resolve, reject) => {
        started.on('error', reject);
        started.on('close', (status, signal) =>
          resolve(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)),
        );
      });
      await read;
      child = null;
      log(`::${token}::`);
      return { code, document: documentIn<T>(Buffer.concat(printed).toString('utf8')), said };
    },
  };
}

function documentIn<T>(text: string): T | null {
  try {
    const document = JSON.parse(text) as T & { schema?: unknown };
    return typeof document.schema === 'string' && document.schema.startsWith('paperboy.') ? document : null;
  } catch {
    return null;
  }
}
