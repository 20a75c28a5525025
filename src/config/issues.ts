import type { BaseIssue } from 'valibot';
import { nearest } from '../diagnostic/nearest.ts';
import type { Diagnostic } from '../model/index.ts';
import { fieldNames, topicFieldNames } from './subscription-schema.ts';
import type { Path, YamlFile } from './yaml.ts';

// What people write who know other tools.
const synonyms: Record<string, string> = {
  'e-mail': 'address',
  email: 'address',
  mail: 'address',
  to: 'address',
  keyword: 'any',
  keywords: 'any',
  terms: 'any',
  or: 'any',
  and: 'all',
  not: 'none',
  exclude: 'none',
  topic: 'topics',
  limit: 'max-papers',
  max: 'max-papers',
  'max-age': 'max-age-days',
  frequency: 'cadence',
  schedule: 'cadence',
  lang: 'locale',
  language: 'locale',
  title: 'name',
};

/** The issues of a validator as diagnostics at their places in the file. */
export function issuesOf(issues: readonly BaseIssue<unknown>[], yaml: YamlFile): Diagnostic[] {
  const located = issues.flatMap((issue) => deepest(issue));
  return located.map(({ issue, path }) => {
    const field = String(path.at(-1) ?? '');
    if (issue.type === 'strict_object' && issue.expected === 'never') {
      const inTopic = path[0] === 'topics' && path.length > 1;
      const similar = suggestion(field, inTopic ? topicFieldNames : fieldNames);
      const question = similar === null ? '' : `; did you mean "${similar}"?`;
      const message = `unknown field ${shown(field)}${question}`;
      const expected = `one of ${(inTopic ? topicFieldNames : fieldNames).join(', ')}`;
      return yaml.report('subscription-invalid', path, { message, expected }, true);
    }
    if (issue.type === 'strict_object' && issue.received === 'undefined') {
      const message = `the field "${field}" is missing`;
      return yaml.report('subscription-invalid', path.slice(0, -1), { message });
    }
    const message = `${nameOf(path)} must be ${issue.message}`;
    const actual = shown(issue.input);
    return yaml.report('subscription-invalid', path, { message, expected: issue.message, actual });
  });
}

/** An issue with the whole path to its value. */
interface Located {
  issue: BaseIssue<unknown>;
  path: Path;
}

/**
 * The issue of a union says little; those of the alternative that got further say more. Their paths are relative to the
 * union.
 */
function deepest(issue: BaseIssue<unknown>, above: Path = []): Located[] {
  const path = [...above, ...(issue.path ?? []).map((item) => item.key as string | number)];
  const inner = (issue.issues ?? []).filter((sub) => (sub.path?.length ?? 0) > 0);
  return inner.length > 0 ? inner.flatMap((sub) => deepest(sub, path)) : [{ issue, path }];
}

function nameOf(path: Path): string {
  const key = path.at(-1);
  if (typeof key === 'string') return shown(key);
  const holder = path.slice(0, -1).findLast((item) => typeof item === 'string');
  return `entry ${Number(key) + 1} of ${shown(holder ?? 'the list')}`;
}

function suggestion(field: string, names: string[]): string | null {
  const kebab = field
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();
  const synonym = Object.hasOwn(synonyms, kebab) ? synonyms[kebab] : undefined;
  if (synonym !== undefined && names.includes(synonym)) return synonym;
  if (names.includes(kebab)) return kebab;
  return nearest(kebab, names);
}

/** A value for a message: never one that could hold an address, never long. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.includes('@') ? 'text with an "@"' : JSON.stringify(value.slice(0, 40));
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : String(value);
}
