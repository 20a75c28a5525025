import { parse } from 'yaml';

/** A step of a job or of a composite action. */
export interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, string | boolean>;
}

export interface Job {
  if?: string;
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: Step[];
}

export interface Workflow {
  on: Record<string, unknown> & { schedule?: { cron: string }[] };
  permissions?: Record<string, string>;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<string, Job>;
}

export interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

/** What is unsafe in the steps of a workflow or an action. */
function faultsOfSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(({ uses, run }) => [
    ...(uses === undefined || uses === './' || /^[\w./-]+@[\da-f]{40}$/.test(uses) ? [] : [`not pinned: ${uses}`]),
    // An expression is pasted into the script before the shell reads it: text from outside would be run.
    ...(run?.includes('${{') ? [`an expression in a script: ${run}`] : []),
  ]);
}

/** What is unsafe or careless in a workflow. */
export function faultsOfWorkflow(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const faults: string[] = [];
  if (JSON.stringify(workflow.permissions) !== '{}') faults.push('the workflow does not take all permissions away');
  if (workflow.concurrency === undefined) faults.push('no concurrency');
  if ('pull_request_target' in workflow.on) faults.push('pull_request_target runs foreign code with our secrets');
  for (const { cron } of workflow.on.schedule ?? []) {
    if (/^(?:0|\*|\*\/\d+) /.test(cron)) faults.push(`on the full hour, when the queue is long: ${cron}`);
  }
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (job['timeout-minutes'] === undefined) faults.push(`${name} has no timeout`);
    if (job.permissions === undefined) faults.push(`${name} states no permissions`);
    faults.push(...faultsOfSteps(job.steps));
  }
  return faults;
}
