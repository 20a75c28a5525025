import { parseSync } from 'oxc-parser';

/** One reference of a source file to a module, however it is written. */
export interface Reference {
  line: number;
  /** The specifier as written; `null` when it is computed, so that nobody can say what is imported. */
  specifier: string | null;
  /** Vanishes when types are stripped. */
  typeOnly: boolean;
  /** The imported names; `*` for a namespace, a re-export of everything, a dynamic or a side-effect import. */
  names: string[];
}

/** Something a pure room must not touch. */
export interface Impurity {
  line: number;
  what: string;
}

export interface Scan {
  references: Reference[];
  impurities: Impurity[];
}

interface Node {
  type: string;
  start: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tree is walked without knowing each kind of node.
  [key: string]: any;
}

/**
 * Globals that reach the clock, the environment, the network, randomness or the screen. `Date` and `Math` are judged by
 * what is asked of them.
 */
const worldly = new Set([
  ...['process', 'globalThis', 'global', 'require', 'module', '__dirname', '__filename', 'eval', 'Function'],
  ...['performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'navigator', 'crypto', 'console', 'Worker'],
]);

/** Members that answer by the machine's time zone or locale. */
const local =
  /^(?:(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|getTimezoneOffset|toLocale\w+|to(?:Date|Time)String|localeCompare)$/;

/** Reads a TypeScript source. @throws Error when it does not parse: an unread file must never pass as a clean one. */
export function scan(path: string, source: string): Scan {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const found: Scan = { references: [], impurities: [] };
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  visit(program as unknown as Node, null, '', (node, parent, key) => {
    const line = lineOf(node.start);
    const reference = referenceOf(node);
    if (reference !== null) found.references.push({ line, ...reference });
    const what = impurityOf(node, parent, key);
    if (what !== null) found.impurities.push({ line, what });
  });
  return found;
}

type Visitor = (node: Node, parent: Node | null, key: string) => void;

function visit(node: Node, parent: Node | null, key: string, visitor: Visitor): void {
  visitor(node, parent, key);
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') visit(child, node, name, visitor);
    }
  }
}

function referenceOf(node: Node): Omit<Reference, 'line'> | null {
  switch (node.type) {
    case 'ImportDeclaration': {
      const specifiers: Node[] = node.specifiers;
      const names = specifiers.map(({ imported, type }) =>
        type === 'ImportSpecifier' ? nameOf(imported) : type === 'ImportDefaultSpecifier' ? 'default' : '*',
      );
      const typeOnly = node.importKind === 'type' || allTypes(specifiers, 'importKind');
      return { specifier: node.source.value, typeOnly, names: names.length > 0 ? names : ['*'] };
    }
    case 'ExportNamedDeclaration': {
      if (node.source === null) return null;
      const specifiers: Node[] = node.specifiers;
      const typeOnly = node.exportKind === 'type' || allTypes(specifiers, 'exportKind');
      return { specifier: node.source.value, typeOnly, names: specifiers.map((one) => nameOf(one.local)) };
    }
    case 'ExportAllDeclaration':
      return { specifier: node.source.value, typeOnly: node.exportKind === 'type', names: ['*'] };
    case 'ImportExpression': {
      const text = node.source.type === 'Literal' && typeof node.source.value === 'string';
      return { specifier: text ? node.source.value : null, typeOnly: false, names: ['*'] };
    }
    case 'TSImportType':
      return { specifier: node.source.value, typeOnly: true, names: ['*'] };
    case 'TSExternalModuleReference':
      return { specifier: node.expression.value, typeOnly: false, names: ['*'] };
    default:
      return null;
  }
}

const allTypes = (specifiers: Node[], kind: string): boolean =>
  specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');

const nameOf = (node: Node): string => node.name ?? node.value;

function impurityOf(node: Node, parent: Node | null, key: string): string | null {
  if (node.type === 'MetaProperty' && node.meta.name === 'import') return 'import.meta';
  if (node.type === 'NewExpression' && isNamed(node.callee, 'Date') && node.arguments.length === 0) return 'new Date()';
  if (node.type === 'CallExpression' && isNamed(node.callee, 'Date')) return 'Date()';
  if (node.type === 'MemberExpression') {
    const member: string | null = node.computed
      ? node.property.type === 'Literal'
        ? String(node.property.value)
        : null
      : node.property.name;
    if (isNamed(node.object, 'Date') && member === 'now') return 'Date.now';
    if (isNamed(node.object, 'Math') && member === 'random') return 'Math.random';
    if (member !== null && local.test(member)) return member;
  }
  if (node.type === 'Identifier' && worldly.has(node.name) && isUse(parent, key)) return node.name;
  return null;
}

const isNamed = (node: Node, name: string): boolean => node.type === 'Identifier' && node.name === name;

/** Whether an identifier names a value there, and is not the name of a property, a member or a part of a type. */
function isUse(parent: Node | null, key: string): boolean {
  if (parent === null) return false;
  if (parent.type.startsWith('TS')) {
    return ['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(parent.type);
  }
  if (parent.type === 'MemberExpression') return key === 'object' || parent.computed;
  if (parent.type === 'Property') return key === 'value' || parent.computed;
  if (['MethodDefinition', 'PropertyDefinition'].includes(parent.type)) return key === 'value' || parent.computed;
  return !parent.type.startsWith('Import') && !['ExportSpecifier', 'LabeledStatement'].includes(parent.type);
}
