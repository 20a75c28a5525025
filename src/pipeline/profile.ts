import { type TopicReport, testTopic } from '../match/index.ts';
import type { Archive, Match, NamedQuery, Topic } from '../model/index.ts';
import { libraryOf } from './matching.ts';

/** How the topics of a profile would have done on an archive. */
export interface ProfileReport {
  papers: number;
  topics: (Omit<TopicReport, 'samples'> & { samples: ({ title: string; arxivId: string | null } & Match)[] })[];
}

/** Tests topics on an archive. Reads only. Topics with faults find nothing: `checkTopics` reports them. */
export function testProfile(
  archive: Pick<Archive, 'papers' | 'editions'>,
  topics: readonly Topic[],
  queries: readonly NamedQuery[],
): ProfileReport {
  const { subjects, analyses, context } = libraryOf(archive);
  const reports = topics.map((topic) => testTopic(topic, { topics, queries }, subjects, context, analyses));
  return {
    papers: subjects.length,
    topics: reports.map((report) => ({
      ...report,
      samples: report.samples.map(({ paper, match }) => {
        const { title, arxivId } = archive.papers[paper]!;
        return { title, arxivId, ...match };
      }),
    })),
  };
}
