import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `action`: what only a run on GitHub can meet. */
export const action = {
  'address-in-commit': {
    severity: 'error',
    title: 'A commit would have contained the address of a subscriber.',
    explanation:
      'Before each commit the Action looks for the addresses of the subscribers in everything that would be committed, also in encoded form, and in the message. One was found. Nothing was committed and nothing was sent; the message names the file and the subscription.',
    remedy:
      'Find out how the address came there: a template or a name of a subscription that holds it, a dump that is not one. Correct that and run again.',
    example:
      'out/public/subscribers/ada/atom.xml error the commit would contain the address of ada, so nothing is committed',
  },
  'claim-taken-over': {
    severity: 'warning',
    title: 'A run was killed while it had the right to send; this one went on in its place.',
    explanation:
      'The claim in the repository names the run that made it, and GitHub says that this run is over. What it sent before its end is not recorded, so those mails may go out again, with the same Message-ID, by which most mail programs show them once.',
    remedy:
      'Nothing, if a mail that arrives twice does no harm. To stop instead and look first, set the input `in-doubt` to `skip`.',
    example: 'out/claim.json warning an earlier attempt of this run was killed while it had the right to send',
  },
  'action-raced': {
    severity: 'error',
    title: 'Others pushed to the branch faster than this run could.',
    explanation:
      'Each time when this run wanted to push its result, the archive, the subscriptions or the dumps on the branch had changed, so the result was made again. After a few times it gives up. Nothing was sent.',
    remedy: 'Run it again. If it happens often, put all workflows that push there into one `concurrency` group.',
    example: 'out error the branch main changed again and again while this run worked',
  },
} satisfies Record<string, CatalogueEntry>;
