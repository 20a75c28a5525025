import { type WorkflowPlan, workflow } from '../schedule/workflow.ts';
import { dumpsText, ignoreText, secretsText, settingsText, subscriptionText, variableOf } from './texts.ts';
import type { TopicAnswer } from './topics.ts';

/** What a person wants. */
export interface Answers {
  id: string;
  name: string;
  topics: readonly TopicAnswer[];
  siteUrl: string | null;
  /** The action that a workflow uses; `null`: no workflow. */
  action: string | null;
}

/** What is known of the folder before anything is written. */
export interface Surroundings {
  /** Contents of files that are there, by path from the folder; absent: not there. */
  existing: ReadonlyMap<string, string>;
  /** The folder of schemas, as seen from the folder; with forward slashes. */
  schemas: string;
  /** Variables that other subscriptions name for their addresses. */
  addresses: readonly string[];
}

/** One file that is to be there. */
export interface InitFile {
  /** From the folder, with forward slashes. */
  path: string;
  /** The whole content. */
  content: string;
  /**
   * - `new`: only where there is none, unless somebody forces it;
   * - `addition`: what was there, and more;
   * - `private`: only where there is none, for the owner's eyes.
   */
  kind: 'new' | 'addition' | 'private';
}

export const subscriptionPath = (id: string): string => `subscriptions/${id}.yaml`;

/** The files of a folder to begin with. Those that are complete already are left out. */
export function scaffold(answers: Answers, { existing, schemas, addresses }: Surroundings): InitFile[] {
  const { id, siteUrl, action } = answers;
  const fromSubfolder = schemas.startsWith('.') ? `../${schemas.replace(/^\.\//, '')}` : schemas;
  const files: InitFile[] = [
    { path: 'paperboy.yaml', kind: 'new', content: settingsText(siteUrl, `${schemas}/settings.schema.json`) },
    {
      path: subscriptionPath(id),
      kind: 'new',
      content: subscriptionText(answers, `${fromSubfolder}/subscription.schema.json`),
    },
    { path: 'dumps/README.md', kind: 'new', content: dumpsText() },
    { path: '.env', kind: 'private', content: secretsText(id) },
  ];
  const before = existing.get('.gitignore') ?? '';
  const more = ignoreText(before);
  if (more !== '') files.push({ path: '.gitignore', kind: 'addition', content: before + more });
  if (action !== null) {
    const plan: WorkflowPlan = {
      ...{ hour: 6, minute: 23, timeZone: null, send: false, fetch: true, siteUrl },
      ...{ action, addresses: [...addresses, variableOf(id)] },
    };
    files.push({ path: '.github/workflows/paperboy.yml', kind: 'new', content: workflow(plan) });
  }
  return files;
}
