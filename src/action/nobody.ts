import { nobody } from '../pipeline/nobody.ts';
import type { RunDocument, SendDocument } from './documents.ts';

/** What a run did about mail. */
export interface Mailing {
  run: Pick<RunDocument, 'verdict' | 'editions' | 'digests'> | null;
  /** Of the sending, or of the dry run before it; `null` when there was none. */
  deliveries: SendDocument['deliveries'] | null;
  /** Sending was asked for. */
  asked: boolean;
  dryRun: boolean;
  /** What kept it from beginning, as a sentence without its dot. */
  refused: string | null;
}

/** Why nobody got mail, in one sentence, as the command line says it; `null` when somebody did. */
export function whyNobody({ run, deliveries, asked, dryRun, refused }: Mailing): string | null {
  if (deliveries?.some(({ status }) => status === 'sent') === true) return null;
  if (refused !== null) return `Nobody was mailed: ${refused}.`;
  if (run === null || (asked && deliveries === null))
    return 'Nobody was mailed, for the run ended before it came to that; the log says why.';
  const { verdict, editions, digests } = run;
  const said = nobody({ verdict, editions, digests: deliveries ?? digests }, { send: asked, dryRun });
  // Here sending is asked for by an input, not by a flag.
  return said?.replace('(--send)', '(the input send)') ?? null;
}
