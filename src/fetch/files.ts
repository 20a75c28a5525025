import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { decode } from './decode.ts';

/** The bytes of one dump, as text. */
export interface Source {
  /** The path as given; `-` for standard input. */
  path: string;
  /** SHA-256 of the bytes, hex. */
  sha256: string;
  text: string;
  /** What was to be said of its encoding, or why it could not be read; absent: nothing. */
  diagnostics?: Diagnostic[];
  /** `true`: nothing could be read; the text is empty. */
  unreadable?: boolean;
}

/** Names in a folder that are dumps; a README beside them is none. */
const dumpName = /^(?![._])(?!readme\b).*\.(?:txt|json|jsonl|html?|xml|atom|md)(?:\.gz)?$/is;

/** Largest file that is read, in bytes. */
const maxBytes = 512 * 1024 * 1024;

/**
 * Reads dumps from files, folders (their dumps, by name) or standard input (`-`), in the order given. What cannot be
 * read is a source without text, with the reason among its diagnostics.
 */
export async function readSources(paths: readonly string[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    const files = await expand(path).catch((error) => [unreadableSource(path, error)]);
    for (const file of files) {
      // One by one: what cannot be read costs none of its neighbours.
      if (typeof file === 'string')
        sources.push(await readSource(file).catch((error) => unreadableSource(file, error)));
      else sources.push(file);
    }
  }
  return sources;
}

async function readSource(file: string): Promise<Source> {
  if (file !== '-' && (await stat(file)).size > maxBytes) throw Object.assign(new Error(), { code: 'EFBIG' });
  const bytes = file === '-' ? await readStdin() : await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { text, diagnostics } = decode(bytes, file);
  const unreadable = text === '' && diagnostics.some(({ severity }) => severity === 'error');
  return { path: file, sha256, text, diagnostics, unreadable };
}

function unreadableSource(path: string, error: NodeJS.ErrnoException): Source {
  return { path, sha256: '', text: '', diagnostics: [unreadable(path, error)], unreadable: true };
}

async function expand(path: string): Promise<string[]> {
  if (path === '-' || !(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => dumpName.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  EFBIG: 'it is larger than 512 MiB',
};

function unreadable(path: string, error: NodeJS.ErrnoException): Diagnostic {
  const code = error.code ?? 'unknown';
  return diagnostic('file-unreadable', {
    message: `cannot read the dump: ${reasons[code] ?? code}`,
    file: path,
    hint: 'check the path and its permissions',
  });
}
