import { type DkimKey, dkimKeyFrom } from '../../../deliver/smtp/dkim.ts';
import { about, type Finding } from '../check.ts';
import { belongTogether, readDkim } from '../records/dkim.ts';
import { type Dmarc, dmarcRecords, domainsAbove, isAligned, readDmarc } from '../records/dmarc.ts';
import { MOST_LOOKUPS, readSpf, type Spf, spfRecords } from '../records/spf.ts';
import type { Setup } from '../setup.ts';
import { diagnosticsOf, lineOf, remedyOf } from '../words.ts';
import type { Dns, World } from '../world.ts';
import { domainOf } from './sending.ts';

/** What the checks of a domain work with; `null` where there is none to look at, or no network. */
interface Domain {
  name: string;
  dns: Dns;
}

const domainIn = ({ settings: { from } }: Setup, { network }: World): Domain | string => {
  if (from === null) return 'there is no sender';
  return network === null ? '--offline' : { name: domainOf(from.address), dns: network.dns };
};

const noAnswer = 'ask again later; look at the name servers of the domain';

/** Runs a check; that DNS does not answer is a finding, and no end. */
const asking = (id: 'spf' | 'dmarc' | 'mx' | 'dkim', check: () => Promise<Finding[]>): Promise<Finding[]> =>
  check().catch((error: NodeJS.ErrnoException) => [
    about(id).warning(`DNS does not answer: ${error.code ?? 'unknown error'}`, noAnswer),
  ]);

export async function spf(setup: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('spf');
  const domain = domainIn(setup, world);
  if (typeof domain === 'string') return [skipped(domain)];
  const { name, dns } = domain;
  return asking('spf', async () => {
    const records = spfRecords(await dns.txt(name));
    const example = `a TXT record of ${name}, such as "v=spf1 include:YOUR-PROVIDER ~all" (RFC 7208)`;
    if (records.length === 0) return [problem(`${name} has no SPF record`, example)];
    if (records.length > 1)
      return [problem(`${name} has ${records.length} SPF records, so none counts`, 'join them into one')];
    const read = readSpf(records[0]!);
    if ('wrong' in read) return [problem(`the SPF record of ${name} has a term that is none: ${read.wrong}`, example)];
    const walked = await walk(read, dns, new Set([name]));
    if (walked.broken !== null) {
      return [
        problem(`the SPF record of ${name} refers to ${walked.broken}, which has none`, 'correct or remove that term'),
      ];
    }
    if (walked.lookups > MOST_LOOKUPS) {
      const remedy = `receivers give up after ${MOST_LOOKUPS}: name servers by ip4 and ip6, or drop providers`;
      return [problem(`the SPF record of ${name} needs more than ${MOST_LOOKUPS} questions to DNS`, remedy)];
    }
    if (read.all === '+') return [warning(`the SPF record of ${name} lets everybody send`, 'end it with ~all or -all')];
    if (read.all === null && read.refers.length === 0)
      return [warning(`the SPF record of ${name} says nothing of other servers`, 'end it with ~all or -all')];
    return [ok(`${name} has one; whether your server is in it, only a receiver can tell`)];
  });
}

/** Follows a record: how many questions it needs in all, and the first domain it refers to that has none. */
async function walk(spf: Spf, dns: Dns, seen: Set<string>): Promise<{ lookups: number; broken: string | null }> {
  let { lookups } = spf;
  for (const name of spf.refers) {
    // A macro stands for something that only a receiver knows.
    if (lookups > MOST_LOOKUPS || name.includes('%') || seen.has(name)) continue;
    seen.add(name);
    const records = spfRecords(await dns.txt(name));
    const read = records.length === 1 ? readSpf(records[0]!) : { wrong: '' };
    if ('wrong' in read) return { lookups, broken: name };
    const below = await walk(read, dns, seen);
    lookups += below.lookups;
    if (below.broken !== null) return { lookups, broken: below.broken };
  }
  return { lookups, broken: null };
}

/** The key itself, or what is wrong with it. */
function keyOf({ env }: World): DkimKey | null | Finding[] {
  try {
    return dkimKeyFrom({ variable: (name) => env[name] || null });
  } catch (error) {
    return diagnosticsOf(error).map((fault) => about('dkim').problem(lineOf(fault), remedyOf(fault)));
  }
}

/** Large receivers want keys of this length, in bits. */
const enough = 2048;

export async function dkim(setup: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('dkim');
  const own = keyOf(world);
  if (own === null) return [skipped('Paperboy does not sign; your server may (docs/sending.md)')];
  if (Array.isArray(own)) return own;
  const domain = domainIn(setup, world);
  if (typeof domain === 'string') return [skipped(`the key can be used; its record was not looked up: ${domain}`)];
  const signing = own.domain ?? domain.name;
  const place = `${own.selector}._domainkey.${signing}`;
  return asking('dkim', async () => {
    const records = await domain.dns.txt(place);
    const publish = `publish the public half as a TXT record of ${place}: "v=DKIM1; k=rsa; p=..."`;
    if (records.length === 0) return [problem(`there is no record ${place}`, publish)];
    const read = records.map(readDkim).find((one) => one !== null) ?? null;
    if (read === null || records.length > 1) return [problem(`the record ${place} cannot be read`, publish)];
    if (read.key === null) return [problem(`the record ${place} says that the key was revoked`, publish)];
    if (!belongTogether(read.key, own.key)) return [problem(`the record ${place} is of another key`, publish)];
    if (read.testing)
      return [
        warning(`the record ${place} is marked as a test (t=y)`, 'remove t=y, or receivers may ignore the signature'),
      ];
    const bits = own.key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < enough) return [warning(`the key has ${bits} bits`, `make one of ${enough}: some receivers want that`)];
    return [ok(`${place} is the key that signs, ${bits} bits`)];
  });
}

export async function dmarc(setup: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('dmarc');
  const domain = domainIn(setup, world);
  if (typeof domain === 'string') return [skipped(domain)];
  const { name, dns } = domain;
  return asking('dmarc', async () => {
    const found = await policyOf(name, dns);
    const example = `a TXT record of _dmarc.${name}, such as "v=DMARC1; p=none" (RFC 7489); large receivers want one`;
    if (found === null) return [warning(`${name} has no DMARC record`, example)];
    if (found.policy === null) return [problem(`the DMARC record of ${found.at} cannot be read`, example)];
    const own = keyOf(world);
    const signing = own === null || Array.isArray(own) ? null : own.domain;
    if (signing !== null && !isAligned(signing, name, found.policy.strictDkim)) {
      return [
        problem(
          `mails are signed for ${signing}, which is not aligned with ${name}: the signature does not count`,
          `sign for ${name} (DKIM_DOMAIN), or send as an address of ${signing}`,
        ),
      ];
    }
    const policy = found.at === name ? found.policy.policy : found.policy.subdomains;
    return [
      ok(
        `${found.at} asks for ${policy}; SPF and ${signing === null ? 'a signature of' : 'the signature for'} ${signing ?? name} are aligned`,
      ),
    ];
  });
}

async function policyOf(domain: string, dns: Dns): Promise<{ at: string; policy: Dmarc | null } | null> {
  for (const at of domainsAbove(domain)) {
    const records = dmarcRecords(await dns.txt(`_dmarc.${at}`));
    if (records.length > 0) return { at, policy: records.length === 1 ? readDmarc(records[0]!) : null };
  }
  return null;
}

export async function mx(setup: Setup, world: World): Promise<Finding[]> {
  const { ok, skipped, warning } = about('mx');
  const domain = domainIn(setup, world);
  if (typeof domain === 'string') return [skipped(domain)];
  const leaving = setup.settings.unsubscribe;
  const name = leaving === null ? domain.name : domainOf(leaving);
  return asking('mx', async () => {
    const hosts = (await domain.dns.mx(name)).filter((host) => host !== '' && host !== '.');
    if (hosts.length > 0) return [ok(`${name} takes mail`)];
    const remedy = 'whoever leaves writes a mail there: name an address that takes mail with PAPERBOY_UNSUBSCRIBE';
    return [warning(`${name} has no server that takes mail (MX)`, remedy)];
  });
}
