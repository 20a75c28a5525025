import type { Link } from '../model/index.ts';
import { mirrorHosts } from '../model/mirrors.ts';
import { cleanUrl, limits } from './sanitize.ts';

/** The site's host, to which links to its mirrors and its short form are folded. */
const site = 'huggingface.co';

/** Hosts that hold code. A part of the site does, too: see `kindOf`. */
const codeHosts: ReadonlySet<string> = new Set([
  'github.com',
  'gist.github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'gitee.com',
  'anonymous.4open.science',
]);

/** Hosts whose every site is made for one project. */
const projectHosts: readonly string[] = ['.github.io', '.gitlab.io', '.hf.space'];

/** Hosts of papers: a link to them is a citation, whatever the sentence says. */
const paperHosts: ReadonlySet<string> = new Set([
  'arxiv.org',
  'export.arxiv.org',
  'doi.org',
  'dx.doi.org',
  'aclanthology.org',
  'openreview.net',
]);

/** First parts of paths of the site that are no account. */
const sitePages: ReadonlySet<string> = new Set([
  'papers',
  'blog',
  'docs',
  'join',
  'login',
  'posts',
  'learn',
  'chat',
  'models',
  'tasks',
  'api',
  'pricing',
  'settings',
  'organizations',
]);

/**
 * Where an address begins: a scheme, or one of the hosts that abstracts name without one. After `//` a bare host is the
 * rest of an address that a space has broken (`https: //github.com/...`), and is left alone.
 */
const beginning =
  /https?:\/\/|(?<![\w@./\\-])(?:(?:www\.)?(?:github|gitlab)\.com|(?:www\.)?huggingface\.co|[a-z0-9][a-z0-9-]{0,62}\.github\.io)\//gi;

/** Words that introduce a page about the work, in the same sentence: an address of any host is then taken for it. */
const cue = /\b(?:project|web ?sites?|web ?pages?|home ?page|demos?|codes?|code ?base)\b[^.!?]*$/i;

/** How far before an address the cue may stand. */
const cueLength = 100;

/**
 * The links that an abstract gives: at most one to code (the first; models and datasets on the site count) and one to a
 * project page or demo (the first). http(s) only. An address without a cue on a host that says nothing is left out: it
 * may lead anywhere.
 */
export function abstractLinks(abstract: string | null): Link[] {
  let code: string | null = null;
  let project: string | null = null;
  // Most abstracts have no address: three plain searches are cheaper than one pattern.
  if (abstract === null || !['://', '.com/', '.co/', '.io/'].some((sign) => abstract.includes(sign))) return [];
  let end = 0;
  for (const found of abstract.matchAll(beginning)) {
    // A scheme inside an address (`https://web.archive.org/web/https://...`) begins no second one.
    if (found.index < end) continue;
    const written = addressAt(abstract, found.index);
    end = found.index + written.length;
    const url = foldHost(cleanUrl(/^https?:/i.test(written) ? written : `https://${written}`));
    if (url === null) continue;
    const rel =
      kindOf(url) ?? (cue.test(abstract.slice(Math.max(0, found.index - cueLength), found.index)) ? 'project' : null);
    if (rel === 'code') code ??= url;
    else if (rel === 'project') project ??= url;
    if (code !== null && project !== null) break;
  }
  const links: Link[] = [];
  if (code !== null) links.push({ rel: 'code', url: code });
  if (project !== null) links.push({ rel: 'project', url: project });
  return links;
}

/** Adds what the abstract gives to the links that a dump states: a stated one wins. */
export function withAbstractLinks(stated: readonly Link[], abstract: string | null): Link[] {
  const known = new Set(stated.map((link) => link.rel));
  return [...stated, ...abstractLinks(abstract).filter((link) => !known.has(link.rel))];
}

/** An address as a dump states it, clean and with mirrors folded; `null` when it is no http(s) address. */
export function readUrl(text: string): string | null {
  return foldHost(cleanUrl(text));
}

/** An arXiv id, new or old style, its version folded: `2602.01785v2` -> `2602.01785`; otherwise `null`. */
export function readArxivId(text: string): string | null {
  const found = /^(?:arxiv:)?(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/i.exec(
    text.trim(),
  );
  return found?.[1] ?? null;
}

/**
 * The arXiv id that an address leads to, its version folded: pages of arXiv and its mirrors, pages of the site's papers
 * (mirrors, too), the DOIs that arXiv gives. `null` for every other address.
 * @param url absolute; for a relative link of a saved page resolve it against `https://huggingface.co/` first.
 */
export function arxivIdOf(url: string): string | null {
  const clean = readUrl(url);
  if (clean === null) return null;
  const { hostname, pathname } = new URL(clean);
  const path = decode(pathname).replace(/\/+$/, '');
  if (hostname === site) return readArxivId(/^\/papers\/(.+)$/.exec(path)?.[1] ?? '');
  if (hostname === 'doi.org' || hostname === 'dx.doi.org') {
    return readArxivId(/^\/10\.48550\/arxiv\.(.+)$/i.exec(path)?.[1] ?? '');
  }
  if (
    !/^(?:www\.|export\.|[a-z]{2}\.)?arxiv\.org$|^(?:www\.)?alphaxiv\.org$|^ar5iv(?:\.labs\.arxiv)?\.org$/.test(
      hostname,
    )
  )
    return null;
  return readArxivId(/^\/(?:abs|pdf|html|format|src|e-print|overview)\/(.+?)(?:\.pdf)?$/.exec(path)?.[1] ?? '');
}

/** What an address by itself leads to; `null` when only the sentence can tell; `none` when it is no link of ours. */
function kindOf(url: string): 'code' | 'project' | 'none' | null {
  const { hostname, pathname } = new URL(url);
  const host = hostname.replace(/^www\./, '');
  const parts = pathname.split('/').filter((part) => part !== '');
  if (paperHosts.has(host)) return 'none';
  if (codeHosts.has(host)) return parts.length === 0 ? 'none' : 'code';
  if (projectHosts.some((ending) => host.endsWith(ending))) return 'project';
  if (host !== site) return null;
  const [first] = parts;
  if (first === 'spaces') return parts.length > 2 ? 'project' : 'none';
  if (first === 'datasets' || first === 'collections') return parts.length > 1 ? 'code' : 'none';
  // `/account/model`; an account alone is neither code nor a project.
  return parts.length > 1 && !sitePages.has(first!) ? 'code' : 'none';
}

/** Characters that end an address wherever they stand: no address holds them unescaped, or text follows them. */
const ends = /[\s<>"“”‘’«»`|^{}、。，；：！？（）【】「」]/u;

const pairs: Record<string, string> = { ')': '(', ']': '[' };

/**
 * The address that begins at `start`, as written: up to white space, a quote or a brace (`\href{URL}{text}`,
 * `URL{text}`) or a closing bracket that was not opened in it (`(URL)`, `[text](URL)`); LaTeX escapes resolved; the
 * sentence's punctuation and an opening bracket that is never closed left out.
 */
function addressAt(text: string, start: number): string {
  let url = '';
  const open: { bracket: string; at: number }[] = [];
  // One more than may be kept, so that a longer one is refused and not cut.
  for (let index = start; index < text.length && url.length <= limits.url; index++) {
    const character = text[index]!;
    if (character === '\\') {
      if (!/[_%#&~$-]/.test(text[index + 1] ?? '')) break;
      continue;
    }
    if (ends.test(character)) break;
    if (character === '(' || character === '[') open.push({ bracket: character, at: url.length });
    const partner = pairs[character];
    if (partner !== undefined && open.pop()?.bracket !== partner) break;
    url += character;
  }
  if (open.length > 0) url = url.slice(0, open[0]!.at);
  return url.replace(/[.,;:!?'*~$]+$/, '');
}

function foldHost(url: string | null): string | null {
  if (url === null) return null;
  const parsed = new URL(url);
  const host = parsed.hostname.replace(/^www\./, '');
  if (host !== 'hf.co' && host !== site && !mirrorHosts.includes(host)) return url;
  if (parsed.port !== '') return url;
  parsed.hostname = site;
  parsed.protocol = 'https:';
  return parsed.href;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
