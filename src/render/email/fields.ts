import type { FooterView, HeaderView } from './mail.ts';
import type { TuneView } from './tune.ts';
import { TemplateError } from './types.ts';
import type { CardView, WhyView } from './view.ts';

/** A view with everything in it, and one with as little as there can be: what a template is tried with. */
interface Samples {
  full: object;
  empty: object;
}

const TITLE = 'A title';

const card: CardView = {
  title: TITLE,
  url: 'https://example.org/',
  badges: ['New'],
  who: 'Somebody',
  facts: '3 authors',
  meta: true,
  label: 'AI summary',
  gist: 'A gist.',
  lang: 'en',
  links: [{ text: 'Page', url: 'https://example.org/', label: 'Page: A title' }],
};
const bare: CardView = {
  ...card,
  badges: [],
  who: null,
  facts: null,
  meta: false,
  label: null,
  gist: null,
  lang: null,
  links: [],
};
const why: WhyView = { why: 'Why:', topic: 'Topic', terms: ['term'], more: '2 more', also: 'also in Topic' };
const bars = [{ label: 'Topic', count: '3', n: 3, percent: 100 }];
const header: HeaderView = {
  date: '1 May',
  locale: 'en',
  headline: 'One paper',
  details: 'With code',
  chart: { title: 'By topic', bars },
};
const footer: FooterView = {
  rolledOver: '2 more',
  reason: 'A reason.',
  leaveUrl: 'mailto:x@example.org',
  leaveBefore: 'To stop, ',
  leaveLink: 'write',
  leaveAfter: '.',
  leaveByHand: 'Ask.',
  siteUrl: 'https://example.org/',
  site: 'The site',
};

const tune: TuneView = { lead: 'Tune:', links: [{ text: 'fewer like this', url: 'https://example.org/' }] };

/** By the name of the fragment. The views of the HTML are typed, so that a new field cannot be forgotten here. */
export const SAMPLES = {
  header: { full: header, empty: { ...header, details: null, chart: null } },
  topic: of({ name: 'Topic', count: '3 papers' }),
  card: { full: card, empty: bare },
  why: { full: why, empty: { ...why, topic: null, terms: [], more: null, also: null } },
  links: { full: card, empty: bare },
  note: of({ note: 'A note.' }, { link: '3 more', url: 'https://example.org/' }),
  tune: { full: tune, empty: tune },
  footer: { full: footer, empty: { ...footer, rolledOver: null, reason: null, leaveUrl: null, siteUrl: null } },
  'text-header': of({ date: '1 May', headline: 'One paper' }, { details: 'With code' }),
  'text-topic': of({ name: 'Topic', rule: '=====' }),
  'text-card': of({ title: TITLE }, { meta: 'New', gist: 'A gist.' }),
  'text-why': of({ why: 'Why: term' }),
  'text-footer': { full: { notes: ['A note.'], site: 'The site' }, empty: { notes: [], site: null } },
} satisfies Record<string, Samples>;

/** @param maybe the fields that can be absent, as `null`. */
function of(always: object, maybe: object = {}): Samples {
  const none = Object.fromEntries(Object.keys(maybe).map((field) => [field, null]));
  return { full: { ...always, ...maybe }, empty: { ...always, ...none } };
}

/**
 * Renders a fragment once with everything and once with nothing, so that a fault shows before the first mail, and not on the
 * first day that brings what it is about. A card that does not say its title is one of an empty file.
 */
export function tryFragment(name: keyof typeof SAMPLES, template: (view: object) => string): void {
  for (const view of [SAMPLES[name].full, SAMPLES[name].empty]) {
    const output = template(view);
    if ((name === 'card' || name === 'text-card') && !output.includes(TITLE)) {
      throw new TemplateError(`${name}.hbs`, 'a card must show the {{title}}');
    }
  }
}

/** What a path of a template may begin with where it stands. */
interface Scope {
  view: unknown;
  /** Names that a block gave: `{{#each links as |link|}}`. */
  named: ReadonlyMap<string, unknown>;
  outer: Scope | null;
}

interface AstNode {
  type: string;
  path?: AstNode;
  params?: AstNode[];
  hash?: { pairs: { value: AstNode }[] } | null;
  program?: AstNode | null;
  inverse?: AstNode | null;
  body?: AstNode[];
  blockParams?: string[];
  original?: unknown;
  parts?: string[];
  depth?: number;
  data?: boolean;
}

/**
 * Refuses a path that leads to no field. Handlebars itself is strict about `{{tittle}}` only: `{{#if tittle}}` and
 * `{{#each linkz}}` would be false and empty for ever.
 */
export function checkFields(program: unknown, name: keyof typeof SAMPLES): void {
  visit(program as AstNode, { view: SAMPLES[name].full, named: new Map(), outer: null }, `${name}.hbs`);
}

function visit(node: AstNode, scope: Scope, file: string): void {
  for (const child of node.body ?? []) visit(child, scope, file);
  if (node.type === 'PathExpression') resolve(node, scope, file);
  const { path, params = [] } = node;
  const values = [...params, ...(node.hash?.pairs ?? []).map(({ value }) => value)];
  // With arguments the path is the name of a helper, which Handlebars looks up itself.
  if (path !== undefined && values.length === 0) visit(path, scope, file);
  for (const value of values) visit(value, scope, file);
  if (node.type !== 'BlockStatement') return;
  const helper = params.length > 0 ? path?.original : 'with';
  const [first = path] = params;
  const value = first?.type === 'PathExpression' ? resolve(first, scope, file) : undefined;
  for (const program of [node.program, node.inverse]) {
    if (!program) continue;
    const inside = program === node.program && (helper === 'each' || helper === 'with') && typeof value !== 'boolean';
    visit(program, inside ? within(scope, helper === 'each' ? itemOf(value) : value, program) : scope, file);
  }
}

function within(outer: Scope, view: unknown, { blockParams = [] }: AstNode): Scope {
  const named = new Map(outer.named);
  for (const [i, name] of blockParams.entries()) named.set(name, i === 0 ? view : '');
  return { view, named, outer };
}

const itemOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : Object.values(list ?? {})[0]);

/** The value of a path in the full sample. */
function resolve({ parts = [], depth = 0, data, original }: AstNode, scope: Scope, file: string): unknown {
  let at: Scope | null = scope;
  for (let up = 0; up < depth && at !== null; up++) at = at.outer;
  let value = at?.view;
  let rest = parts;
  const [first = '', ...others] = parts;
  if (data) {
    if (first !== 'root') return undefined;
    while (at?.outer) at = at.outer;
    [value, rest] = [at?.view, others];
  } else if (depth === 0 && scope.named.has(first)) [value, rest] = [scope.named.get(first), others];
  for (const part of rest) {
    if (value === null || value === undefined || !Object.hasOwn(Object(value), part)) {
      const known = typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : 'none here';
      throw new TemplateError(file, `there is no field ${JSON.stringify(original)}; fields are: ${known}`);
    }
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
