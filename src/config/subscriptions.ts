import { basename } from 'node:path';
import * as v from 'valibot';
import type { Address, Diagnostic, Subscription } from '../model/index.ts';
import { checkAddress, checkName } from '../model/mailbox.ts';
import { issuesOf } from './issues.ts';
import { readRhythm } from './rhythm.ts';
import { subscriptionWithList, subscriptionWithMap } from './subscription-schema.ts';
import { readTopics } from './topics.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads one subscription. With any error there is no subscription, for a half-read one would send the wrong papers;
 * warnings do not prevent it. No diagnostic repeats an address.
 * @param text the YAML.
 * @param source the file's path as given; its stem is the default id.
 */
export function parseSubscription(
  text: string,
  source: string,
): { subscription: Subscription | null; diagnostics: Diagnostic[] } {
  const { yaml, diagnostics } = readYaml(text, source);
  if (yaml === null) return { subscription: null, diagnostics };
  return subscriptionIn(yaml, source, basename(source).replace(/\.ya?ml$/i, ''), diagnostics);
}

/**
 * The subscription that a mapping is.
 * @param stem the id when it names none.
 * @param diagnostics what is known of the text already; what is found is added.
 */
export function subscriptionIn(
  yaml: YamlFile,
  source: string,
  stem: string,
  diagnostics: Diagnostic[],
): { subscription: Subscription | null; diagnostics: Diagnostic[] } {
  const raw = yaml.value as { topics?: unknown } | null;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = 'a subscription consists of fields with values; at least `topics` is needed';
    return { subscription: null, diagnostics: [yaml.report('subscription-invalid', [], { message })] };
  }
  const inShort = typeof raw.topics === 'object' && raw.topics !== null && !Array.isArray(raw.topics);
  const result = inShort ? v.safeParse(subscriptionWithMap, raw) : v.safeParse(subscriptionWithList, raw);
  if (!result.success) return { subscription: null, diagnostics: [...diagnostics, ...issuesOf(result.issues, yaml)] };
  const fields = result.output;

  const invalid = (path: string[], message: string, expected?: string) =>
    diagnostics.push(yaml.report('subscription-invalid', path, { message, ...(expected ? { expected } : {}) }));
  const id = (fields.id ?? stem).toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    invalid(
      [],
      'the name of the file cannot serve as an id',
      'an `id`, or a name of letters, digits, ".", "_" and "-"',
    );
  }
  const name = fields.name === undefined ? null : checkName(fields.name);
  if (name !== null && !name.ok) invalid(['name'], `"name" ${name.reason}`);
  const locale = canonicalLocale(fields.locale);
  if (locale === null) invalid(['locale'], '"locale" is not a language tag', 'a BCP 47 tag such as en or de-AT');
  const address = fields.address === undefined ? null : readAddress(fields.address, yaml, diagnostics);
  const { topics, queries } = readTopics(fields.topics, fields.queries ?? {}, yaml, diagnostics);
  const rhythm = readRhythm(fields, (field, message) => invalid([field], `"${field}" ${message}`));
  if (diagnostics.some(({ severity }) => severity === 'error')) return { subscription: null, diagnostics };

  const subscription: Subscription = {
    id,
    name: name?.ok ? name.value : null,
    address,
    topics,
    ...(queries.length > 0 ? { queries } : {}),
    cadence: fields.cadence,
    maxPapers: fields['max-papers'],
    maxAgeDays: fields['max-age-days'],
    changes: [...new Set(fields.changes)],
    backfill: fields.backfill,
    public: fields.public,
    locale: locale ?? 'en',
    ...(fields.thread ? { thread: true } : {}),
    ...rhythm,
    source,
  };
  return { subscription, diagnostics };
}

function readAddress(text: string, yaml: YamlFile, diagnostics: Diagnostic[]): Address | null {
  const variable = /^(?:env|secret):(.*)$/s.exec(text);
  if (variable !== null) {
    const name = variable[1] ?? '';
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return { kind: 'env', name };
    const message = 'the name after "env:" is not that of an environment variable';
    diagnostics.push(
      yaml.report('subscription-invalid', ['address'], { message, expected: 'for instance env:MY_ADDRESS' }),
    );
    return null;
  }
  const address = checkAddress(text);
  if (address.ok) return { kind: 'literal', address: address.value };
  const expected = 'one plain e-mail address, or env:NAME';
  diagnostics.push(yaml.report('address-invalid', ['address'], { message: `the address ${address.reason}`, expected }));
  return null;
}

function canonicalLocale(tag: string): string | null {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical === undefined) return null;
    new Intl.DateTimeFormat(canonical);
    return canonical;
  } catch {
    return null;
  }
}
