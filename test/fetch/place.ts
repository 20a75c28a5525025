import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as v from 'valibot';
import { afterAll, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import type { FetchDocument } from '../../src/cli/commands/fetch.ts';
import { documentSchemas } from '../../src/cli/document-schemas.ts';
import type { Site } from './site.ts';

const scratch: string[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

/** The Friday of these tests. */
const now = '2026-02-06T12:00:00Z';

/** An installation in a temporary folder: dumps/ and out/. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'paperboy-fetch-'));
  readonly dumps = join(this.root, 'dumps');
  private readonly site: Site;

  constructor(site: Site) {
    this.site = site;
    scratch.push(this.root);
    mkdirSync(this.dumps);
    mkdirSync(join(this.root, 'out'));
    writeFileSync(join(this.root, 'out', 'state'), 'precious');
  }

  put(name: string, text: string): this {
    writeFileSync(join(this.dumps, name), text);
    return this;
  }

  read(name: string): string {
    return readFileSync(join(this.dumps, name), 'utf8');
  }

  /** Every file that is not in `.paperboy/`, path -> text. */
  files(): Map<string, string> {
    return new Map([...this.all()].filter(([path]) => !path.startsWith('dumps/.paperboy/')));
  }

  all(): Map<string, string> {
    const paths = (readdirSync(this.root, { recursive: true }) as string[]).map((name) => join(this.root, name));
    const files = paths.filter((path) => statSync(path).isFile()).sort();
    return new Map(files.map((path) => [relative(this.root, path), readFileSync(path, 'latin1')]));
  }

  /** Runs `paperboy fetch` here. */
  async fetch(...args: string[]): Promise<{ code: number; document: FetchDocument; codes: string[]; asked: string[] }> {
    const before = this.site.requests.length;
    const defaults = { '--base-url': this.site.url, '--pause': '0', '--retries': '0' };
    const flags = Object.entries(defaults).flatMap(([name, value]) => (args.includes(name) ? [] : [name, value]));
    if (!args.includes('--no-allow-private')) flags.push('--allow-private');
    flags.push('--to', this.dumps);
    const { code, printed, shown } = await cli('fetch', ...flags, '--now', now, '--json', ...args);
    const document: FetchDocument =
      printed === ''
        ? {
            schema: 'paperboy.fetch/1',
            verdict: { kind: 'broken', reason: 'refused' },
            saved: [],
            diagnostics: [],
          }
        : JSON.parse(printed);
    // Every document of every test follows the schema that ships.
    v.parse(documentSchemas.fetch, document);
    const codes =
      printed === ''
        ? [...shown.matchAll(/\[([a-z-]+)\]$/gm)].map((m) => m[1]!)
        : document.diagnostics.map((d) => d.code);
    return { code, document, codes, asked: this.site.requests.slice(before).map(({ url }) => url) };
  }
}

/** Runs the command line in this process. */
export async function cli(...args: string[]): Promise<{ code: number; printed: string; shown: string }> {
  let printed = '';
  let shown = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    shown += String(chunk);
    return true;
  });
  try {
    return { code: await main(args), printed, shown };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
