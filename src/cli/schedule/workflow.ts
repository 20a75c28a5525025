import type { Plan } from './plan.ts';

/** What a workflow is made of. */
export interface WorkflowPlan extends Plan {
  /** `./` in a copy of Paperboy's repository; elsewhere `OWNER/REPO@SHA`. */
  action: string;
  /** The environment variables that subscriptions name with `env:`, each a secret of its own. */
  addresses: readonly string[];
  siteUrl: string | null;
}

/** actions/checkout v5. A tag can be moved to other code, a commit cannot. */
const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5';

/**
 * A GitHub workflow that runs Paperboy every day, commits what it made and, when the repository variable `PAPERBOY_SEND` is
 * `true` (or `send` was asked for here), mails what is due.
 */
export function workflow(plan: WorkflowPlan): string {
  const { hour, minute, timeZone, send, fetch, action, addresses, siteUrl } = plan;
  const secrets = ['SMTP_URL', 'SMTP_PASSWORD', ...[...new Set(addresses)].sort()];
  const sends = send
    ? 'It sends what is due.'
    : 'It sends nothing until the repository variable PAPERBOY_SEND is true.';
  const may = send ? "vars.PAPERBOY_SEND != 'false'" : "vars.PAPERBOY_SEND == 'true'";
  return `# Paperboy, once a day. ${sends} For sending it needs
#   - the variable PAPERBOY_FROM: the sender, "Name <address>";
#   - the secrets SMTP_URL and SMTP_PASSWORD;
#   - the subscribers' addresses: each in the secret that is named below, or all of them in PAPERBOY_SUBSCRIBERS.
# Variables and secrets: Settings, Secrets and variables, Actions.
name: Paperboy

on:
  schedule:
    # ${timeZone === null ? 'In UTC. ' : ''}Off the full hour, when the queue is shortest.
    - cron: '${minute} ${hour} * * *'${timeZone === null ? '' : `\n      timezone: ${single(timeZone)}`}
  workflow_dispatch:
    inputs:
      send:
        description: Send the digests that are due
        type: boolean
        default: false

permissions: {}

# Two runs at once would both send. The later one waits; a running one is never cut off.
concurrency:
  group: paperboy-digest
  cancel-in-progress: false

jobs:
  digest:
    # A fork has no subscribers.
    if: \${{ !github.event.repository.fork }}
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: write
      # To see whether a run that left its claim behind is over.
      actions: read
    steps:
      - uses: ${checkout}
      - uses: ${action}
        with:${fetch ? '\n          source: daily' : ''}
          send: \${{ (inputs.send || (github.event_name == 'schedule' && ${may})) && 'true' || 'false' }}
          subscribers: \${{ secrets.PAPERBOY_SUBSCRIBERS }}
          site-url: ${siteUrl === null ? `\${{ vars.PAPERBOY_SITE_URL }}` : single(siteUrl)}
        env:
          PAPERBOY_FROM: \${{ vars.PAPERBOY_FROM }}
${secrets.map((name) => `          ${name}: \${{ secrets.${name} }}`).join('\n')}
`;
}

/** Text in single quotes, in which YAML knows no escape but the doubled quote. */
const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;
