import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** What is wrong in a Markdown file of the project, as `line: message`. */
export function faultsOf(
  path: string,
  markdown: string,
  context: { root: string; scripts: readonly string[] },
): string[] {
  const faults: string[] = [];
  for (const node of nodesOf(markdown)) {
    const line = node.position?.start.line ?? 0;
    const report = (message: string) => faults.push(`${line}: ${message}`);
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      const fault = faultOfLink(node.url, path, markdown, context.root);
      if (fault !== null) report(fault);
    }
    if (node.type === 'code' || node.type === 'inlineCode') {
      for (const [, name] of node.value.matchAll(/\bnpm run (?:--silent |-s )?([\w:-]+)/g)) {
        if (!context.scripts.includes(name!)) report(`there is no script "${name}"`);
      }
    }
  }
  return faults;
}

function faultOfLink(url: string, path: string, markdown: string, root: string): string | null {
  if (/^[a-z][a-z\d+.-]*:/i.test(url)) return null;
  const [file = '', anchor] = url.split('#');
  const target = file === '' ? path : join(dirname(path), decodeURIComponent(file));
  if (relative(root, join(root, target)).startsWith('..')) return `${url} leaves the project`;
  // These are made by a build or a run: in a fresh clone, and on the web, they are not there.
  if (/^(?:dist|out|coverage|node_modules)\//.test(target)) return `${url} is not part of the repository`;
  if (!existsSync(join(root, target))) return `${url} does not exist`;
  if (anchor === undefined || !target.endsWith('.md')) return null;
  const text = file === '' ? markdown : readFileSync(join(root, target), 'utf8');
  return anchorsOf(text).has(anchor) ? null : `${url}: no such heading`;
}

/** Parsing a long document again for each of its links takes longer than all the rest. */
const known = new Map<string, Set<string>>();

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = known.get(markdown) ?? new Set<string>();
  if (known.has(markdown)) return anchors;
  known.set(markdown, anchors);
  for (const node of nodesOf(markdown)) {
    if (node.type !== 'heading') continue;
    const slug = textOf(node)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

function* nodesOf(markdown: string): Generator<Nodes> {
  const queue: Nodes[] = [fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    yield node;
    if ('children' in node) queue.unshift(...node.children);
  }
}

const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
