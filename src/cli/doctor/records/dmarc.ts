import { readTags } from './tags.ts';

/** A policy (RFC 7489, 6.3). */
export interface Dmarc {
  policy: 'none' | 'quarantine' | 'reject';
  /** That of subdomains. */
  subdomains: Dmarc['policy'];
  /** Whether the domain of the signature must be the very one of `From`, and not one above or below it. */
  strictDkim: boolean;
}

const policies: readonly string[] = ['none', 'quarantine', 'reject'];

/** Which of several TXT records are policies. */
export const dmarcRecords = (texts: readonly string[]): string[] =>
  texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));

/** Reads a policy. @returns `null` when it is none: a receiver then acts as if there were no record (6.6.3). */
export function readDmarc(text: string): Dmarc | null {
  const tags = readTags(text);
  if (tags === null || tags.get('v') !== 'DMARC1') return null;
  const policy = tags.get('p')?.toLowerCase();
  const subdomains = tags.get('sp')?.toLowerCase() ?? policy;
  if (!policies.includes(policy ?? '') || !policies.includes(subdomains ?? '')) return null;
  return {
    policy: policy as Dmarc['policy'],
    subdomains: subdomains as Dmarc['policy'],
    strictDkim: tags.get('adkim')?.toLowerCase() === 's',
  };
}

/**
 * Where a policy may stand: the domain, then those above it, as long as they have two labels. RFC 7489 (6.6.3) asks the domain
 * and the organisation's, for which one needs a list of public suffixes; walking up finds the same without one.
 */
export function domainsAbove(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, from) => labels.slice(from).join('.'));
}

/** Whether the domain of a signature is aligned with that of `From` (3.1.1); related: the same, above or below. */
export function isAligned(signing: string, from: string, strict: boolean): boolean {
  const [a, b] = [signing.toLowerCase(), from.toLowerCase()];
  return a === b || (!strict && (a.endsWith(`.${b}`) || b.endsWith(`.${a}`)));
}
