import { createHash } from 'node:crypto';
import { constants, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

/** How the bytes of an answer are written. */
export type Coding = 'br' | 'gzip' | 'identity';

/** A file as it is now. */
export interface PublicFile {
  type: string;
  /** Strong: from the bytes. Each coding has one of its own (RFC 9110, 8.8.3.3). */
  etag(coding: Coding): string;
  bytes(coding: Coding): Promise<Buffer>;
  /** Whether other codings than `identity` make it smaller. */
  text: boolean;
  modified: Date;
}

/** Larger files are refused: the site has none, and all answers are made from memory. */
const LARGEST = 32 * 1024 * 1024;
/** All files kept in memory, as they are and compressed, in bytes. */
const MOST_KEPT = 128 * 1024 * 1024;
/** Less than this is not worth compressing. */
const LEAST_COMPRESSED = 512;

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  xml: 'application/xml',
  opml: 'text/x-opml; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
};
/** Feeds by their names: the ending says only that they are XML. */
const FEEDS: Record<string, string> = {
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'feed.json': 'application/feed+json',
};

interface Kept extends PublicFile {
  /** Changes when the file does. */
  stamp: string;
  /** What it may come to in memory: itself, and less than that in each coding. */
  size: number;
}

/** The files of `out/public/`. */
export interface PublicFiles {
  /**
   * The file for the path of a request, `'folder'` for that of a folder without its last slash, or `null`. Nothing but regular files below the
   * root: no hidden ones, none by way of a link that leads out.
   * @param path as it stands in the request, percent-encoded.
   */
  find(path: string): Promise<PublicFile | 'folder' | null>;
}

/**
 * Serves a folder from memory. Weighed: `serveStatic` of hono with its middleware for ETags and compression, which hash and compress each answer
 * anew, follow links, and give a compressed answer the ETag of the plain one.
 */
export function publicFiles(root: string): PublicFiles {
  const kept = new Map<string, Kept>();
  let total = 0;
  const keep = (path: string, file: Kept): void => {
    total += file.size - (kept.get(path)?.size ?? 0);
    kept.delete(path);
    kept.set(path, file);
    for (const [oldest, { size }] of kept) {
      if (total <= MOST_KEPT) break;
      total -= size;
      kept.delete(oldest);
    }
  };
  return {
    async find(requested) {
      const names = namesOf(requested);
      if (names === null) return null;
      const path = join(root, ...names);
      const folder = requested.endsWith('/');
      const target = folder ? join(path, 'index.html') : path;
      const about = statOf(target);
      // What was checked before and is the very same file since, at this path, need not be checked again.
      const known = kept.get(target);
      if (about !== undefined && known?.stamp === stampOf(about)) return known;
      if (about?.isDirectory() && !folder) return 'folder';
      const [base, real] = await Promise.all([root, target].map((one) => realpath(one).catch(() => null)));
      if (!base || !real?.startsWith(base + sep)) return null;
      // Without `O_NONBLOCK` opening a pipe would wait for its other end.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const handle = await open(real, flags).catch(() => null);
      if (handle === null) return null;
      try {
        const file = await read(handle, real);
        if (file !== null) keep(target, file);
        return file;
      } finally {
        await handle.close();
      }
    },
  };
}

/** One quick call, not one by way of the pool of threads, which would cost more than all the rest of an answer. */
const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const stampOf = ({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string => `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;

/** The file behind a handle; `null` for what is no file, or too large. */
async function read(handle: FileHandle, path: string): Promise<Kept | null> {
  const about = await handle.stat();
  if (!about.isFile() || about.size > LARGEST) return null;
  const plain = await handle.readFile();
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 27);
  const name = path.split(sep).at(-1) ?? '';
  const type =
    FEEDS[name] ?? TYPES[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  const text = plain.length >= LEAST_COMPRESSED && /^text\/|json|xml|javascript/.test(type);
  const made = new Map<Coding, Promise<Buffer>>([['identity', Promise.resolve(plain)]]);
  return {
    stamp: stampOf(about),
    size: plain.length * (text ? 2 : 1) + 500,
    type,
    text,
    modified: about.mtime,
    etag: (coding) => (coding === 'identity' ? `"${hash}"` : `"${hash}-${coding}"`),
    bytes(coding) {
      const one = made.get(coding) ?? (coding === 'br' ? brotli(plain) : gzipped(plain));
      made.set(coding, one);
      return one;
    },
  };
}

// Quality 5: what comes after saves little and takes many times as long.
const brotli = (bytes: Buffer): Promise<Buffer> =>
  promisify(brotliCompress)(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 5 } });
const gzipped = (bytes: Buffer): Promise<Buffer> => promisify(gzip)(bytes);

/** The parts of a path, decoded once, or `null` when it could mean anything but a plain file below the root. */
function namesOf(path: string): string[] | null {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (!plain.startsWith('/') || plain.length > 2_000 || /[\0\\]/.test(plain)) return null;
  if (plain === '/') return [];
  const names = plain.slice(1).replace(/\/$/, '').split('/');
  return names.every((name) => name !== '' && !name.startsWith('.')) ? names : null;
}
