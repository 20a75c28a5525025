import { readFileSync } from 'node:fs';
import type { Digest, DigestItem, Match, PaperRecord } from '../../../src/model/index.ts';
import { type ShellCache, TEMPLATE_FILES, type TemplateSources } from '../../../src/render/email/index.ts';
import { firstSight, unsaid } from '../../records.ts';

/** The templates that ship with the project. */
export function templates(): TemplateSources {
  const folder = new URL('../../../templates/email/', import.meta.url);
  return Object.fromEntries(TEMPLATE_FILES.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));
}

export function memoryCache(entries: Map<string, string> = new Map()): ShellCache & { entries: Map<string, string> } {
  return {
    entries,
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => {
      entries.set(key, value);
    },
  };
}

/** A paper of the archive; what is not given is as a bare text dump leaves it. */
export function paper(given: Partial<PaperRecord> & { title: string }): PaperRecord {
  return {
    ...unsaid,
    ...firstSight,
    id: `tag:paperboy.example.org,2025:${given.title}`,
    abstract: null,
    edition: '2025-10-31.1',
    firstSeen: '2025-10-31',
    lastSeen: '2025-10-31',
    instant: '2025-10-31T12:00:00Z',
    updated: '2025-10-31T12:00:00Z',
    ...given,
  };
}

/** A match of a topic whose spans are in the title; only their terms are of interest here. */
export function match(topic: string, terms: string[], score = 1): Match {
  return { topic, score, spans: terms.map((term, i) => ({ field: 'title', start: i, end: i + 1, term })) };
}

export function item(shown: PaperRecord, given: Partial<DigestItem> = {}): DigestItem {
  const topic = given.topic ?? 'Reward models';
  return { paper: shown, kind: 'new', fields: [], topic, matches: [match(topic, ['reward model'])], ...given };
}

export function digest(items: DigestItem[], given: Partial<Digest> = {}): Digest {
  return {
    id: '2025-10-31.ada',
    subscription: 'ada',
    channel: 'smtp',
    date: '2025-10-31',
    editions: ['2025-10-31.1'],
    items,
    rolledOver: 0,
    ...given,
  };
}

export const READER = { id: 'ada', name: 'Ada', locale: 'en-GB' };
export const CONTEXT = { siteUrl: 'https://papers.example.org', mailto: 'leave@example.org' };

function arxiv(id: string): PaperRecord['links'] {
  return [
    { rel: 'page', url: `https://huggingface.co/papers/${id}` },
    { rel: 'arxiv', url: `https://arxiv.org/abs/${id}` },
    { rel: 'pdf', url: `https://arxiv.org/pdf/${id}` },
  ];
}

/** A digest as it comes on an ordinary day. Titles and names are invented, as are the abstracts. */
export function typicalDigest(): Digest {
  const rewards = 'Reward models';
  const agents = 'Agents that use tools';
  return digest(
    [
      item(
        paper({
          title: 'Judging the Judge: Calibrated Reward Models from Disagreeing Annotators',
          arxivId: '2510.20001',
          organization: { handle: 'northlab', name: 'North Lab' },
          authorCount: 12,
          published: '2025-10-30',
          publishedBasis: 'explicit',
          upvotes: 84,
          comments: 6,
          links: [...arxiv('2510.20001'), { rel: 'code', url: 'https://github.com/northlab/judging' }],
          abstract:
            'Preference data is usually boiled down to one label, although the people who gave it often disagree. We keep their votes apart and train a reward model that predicts the whole spread of opinions, so that it knows when a comparison is a matter of taste. On four public benchmarks the model is as accurate as its peers and far better calibrated, and a policy trained against it stops gaming the questions on which the annotators were split. We publish the votes.',
        }),
        { matches: [match(rewards, ['reward model', 'preference data', 'calibrated'], 9)] },
      ),
      item(
        paper({
          title: 'DPO Without a Reference: What the Frozen Model Was Doing All Along',
          arxivId: '2510.20417',
          authors: ['Ines Okafor', 'Tomasz Lind', 'Wei Zhang', 'Maria Duarte'],
          authorCount: 9,
          published: '2025-10-29',
          publishedBasis: 'explicit',
          upvotes: 31,
          comments: 1,
          links: arxiv('2510.20417'),
          abstract:
            'The reference model in direct preference optimisation costs half of the memory and is seldom questioned. By taking it away piece by piece we find that it acts as a length penalty and little more. A term of one line gives the same win rates on instruction following with half of the memory.',
        }),
        {
          matches: [
            match(rewards, ['DPO', 'direct preference optimisation'], 7),
            match('Efficient training', ['memory'], 2),
          ],
        },
      ),
      item(
        paper({
          title: 'A Process Reward Model for Proofs That Nobody Has Written Down',
          arxivId: '2509.11873',
          organization: { handle: 'mathworks-zh', name: '数学工场' },
          published: '2025-09-18',
          publishedBasis: 'explicit',
          comments: 3,
          revision: 2,
          links: [...arxiv('2509.11873'), { rel: 'project', url: 'https://proofs.example.org/' }],
          abstract:
            'Step-level rewards need labelled steps, and for research mathematics there are none. We let a proof assistant fill the gaps between informal steps and take the effort it needs as the label.',
        }),
        {
          kind: 'revised',
          fields: [
            { field: 'abstract', before: 'Step-level rewards.', after: 'Step-level rewards need labelled steps.' },
          ],
          matches: [match(rewards, ['process reward model'], 5)],
        },
      ),
      item(
        paper({
          title: 'One Tool Too Many: Agents Fail When the Menu Grows',
          arxivId: '2510.19222',
          authors: ['Lea Brandt', 'Samir Haddad'],
          authorCount: 2,
          published: '2025-10-28',
          publishedBasis: 'explicit',
          upvotes: 12,
          links: [...arxiv('2510.19222'), { rel: 'code', url: 'https://github.com/brandt/menu' }],
          abstract:
            'We give the same agent the same tasks with eight, eighty and eight hundred tools. Success falls long before the context window is full. Most failures are not wrong calls but calls to a near twin of the right tool, and a short description of what a tool is not for wins back most of the loss.',
        }),
        {
          topic: agents,
          kind: 'enriched',
          fields: [{ field: 'links', before: null, after: 'https://github.com/brandt/menu' }],
          matches: [match(agents, ['agent', 'tools'], 6)],
        },
      ),
      item(
        paper({
          title: 'وكلاء يتعلمون من أخطائهم: دراسة في استخدام الأدوات',
          authorCount: 1,
          published: '2025-10-31',
          publishedBasis: 'dump-year',
          abstract: 'دراسة قصيرة لأخطاء الوكلاء عند استخدام الأدوات وكيف يمكن أن يتعلموا منها دون إشراف بشري.',
        }),
        { topic: agents, matches: [match(agents, ['الأدوات'], 3)] },
      ),
    ],
    { rolledOver: 3 },
  );
}
