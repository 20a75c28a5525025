/** An SPF record (RFC 7208). */
export interface Spf {
  /** What it says of everybody it does not name: `-` fail, `~` softfail, `?` neutral, `+` pass; `null`: it says nothing. */
  all: '-' | '~' | '?' | '+' | null;
  /** Domains whose records count as well: of `include` and `redirect`. */
  refers: string[];
  /** Terms that ask DNS; a receiver gives up after ten in all (4.6.4). */
  lookups: number;
}

/** Which of several TXT records are of SPF: those with the version, in any case, before a space or the end (4.5). */
export const spfRecords = (texts: readonly string[]): string[] => texts.filter((text) => /^v=spf1(?: |$)/i.test(text));

const mechanism = /^([-~?+])?(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.*))?$/i;
const modifier = /^(redirect|exp|[a-z][\w.-]*)=(.*)$/i;

/** Reads a record. @returns the term that is not one, where there is such: the record is of no use then (4.6). */
export function readSpf(text: string): Spf | { wrong: string } {
  const spf: Spf = { all: null, refers: [], lookups: 0 };
  let redirect: string | null = null;
  for (const term of text.split(/ +/).slice(1)) {
    if (term === '') continue;
    const [, sign = '+', name, , value = ''] = mechanism.exec(term) ?? [];
    const [, key, target = ''] = name === undefined ? (modifier.exec(term) ?? []) : [];
    if (name === undefined && key === undefined) return { wrong: term };
    const kind = (name ?? key)!.toLowerCase();
    if (['include', 'a', 'mx', 'ptr', 'exists', 'redirect'].includes(kind)) spf.lookups++;
    if (kind === 'all') {
      // What stands behind `all` is never looked at, and a redirect beside it neither (5.1).
      spf.all = sign as NonNullable<Spf['all']>;
      return spf;
    }
    if (kind === 'include') {
      if (value === '') return { wrong: term };
      spf.refers.push(value);
    }
    if (kind === 'redirect') redirect = target;
  }
  if (redirect !== null) spf.refers.push(redirect);
  return spf;
}

/** Ten terms that ask DNS are the most that a receiver follows (4.6.4). */
export const MOST_LOOKUPS = 10;
