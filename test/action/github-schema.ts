import { Ajv } from 'ajv';

// What GitHub takes, by its documentation ("Workflow syntax", "Metadata syntax"). Closed: a key that is not known is a mistake,
// for GitHub refuses it too. Validators in packages do not know node24 and `timezone` yet.

const text = { type: 'string' };
const words = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };
const closed = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const access = { enum: ['read', 'write', 'none'] };
const scopes =
  'actions attestations checks contents deployments discussions id-token issues packages pages pull-requests';
const permissions = {
  anyOf: [
    { enum: ['read-all', 'write-all'] },
    closed(Object.fromEntries(scopes.split(' ').map((scope) => [scope, access]))),
  ],
};
const concurrency = closed({ group: text, 'cancel-in-progress': { type: ['boolean', 'string'] } }, ['group']);

const step = {
  ...closed({
    ...{ id: text, name: text, if: text, uses: { type: 'string', pattern: '^(?:\\./|[\\w.-]+/[\\w./-]+@.+$)' } },
    ...{ run: text, shell: text, with: words, env: words, 'working-directory': text },
    ...{ 'timeout-minutes': { type: 'number' }, 'continue-on-error': { type: ['boolean', 'string'] } },
  }),
  oneOf: [{ required: ['uses'] }, { required: ['run'] }],
};

const job = closed(
  {
    ...{
      name: text,
      if: text,
      'runs-on': text,
      'timeout-minutes': { type: 'number' },
      permissions,
      concurrency,
      env: words,
    },
    ...{
      needs: { anyOf: [text, { type: 'array', items: text }] },
      outputs: words,
      steps: { type: 'array', items: step },
    },
    environment: closed({ name: text, url: text }, ['name']),
    strategy: closed({
      'fail-fast': { type: 'boolean' },
      'max-parallel': { type: 'number' },
      matrix: { type: 'object' },
    }),
  },
  ['runs-on', 'steps'],
);

const input = closed(
  {
    description: text,
    required: { type: 'boolean' },
    default: { type: ['string', 'boolean', 'number'] },
    type: { enum: ['string', 'boolean', 'number', 'choice', 'environment'] },
    options: { type: 'array', items: text },
  },
  [],
);
const branches = { anyOf: [{ type: 'null' }, closed({ branches: { type: 'array' }, paths: { type: 'array' } })] };

const workflow = closed(
  {
    ...{ name: text, permissions, concurrency, env: words },
    on: closed({
      schedule: {
        type: 'array',
        items: closed(
          {
            cron: { type: 'string', pattern: '^\\S+( \\S+){4}$' },
            timezone: { type: 'string', pattern: '^\\w+/\\w+$' },
          },
          ['cron'],
        ),
      },
      workflow_dispatch: {
        anyOf: [{ type: 'null' }, closed({ inputs: { type: 'object', additionalProperties: input } })],
      },
      push: branches,
      pull_request: branches,
    }),
    jobs: { type: 'object', minProperties: 1, additionalProperties: job },
  },
  ['on', 'jobs'],
);

const action = closed(
  {
    ...{ name: text, description: { type: 'string', maxLength: 200 }, author: text },
    branding: closed({
      icon: text,
      color: { enum: ['white', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'] },
    }),
    inputs: {
      type: 'object',
      additionalProperties: closed(
        { description: text, required: { type: 'boolean' }, default: text, deprecationMessage: text },
        ['description'],
      ),
    },
    // `value` is for composite actions alone.
    outputs: { type: 'object', additionalProperties: closed({ description: text }, ['description']) },
    runs: closed(
      { using: { enum: ['node20', 'node24'] }, main: text, pre: text, post: text, 'pre-if': text, 'post-if': text },
      ['using', 'main'],
    ),
  },
  ['name', 'description', 'runs'],
);

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });
const validators = { workflow: ajv.compile(workflow), action: ajv.compile(action) };

/** What GitHub would not take in a workflow or in `action.yml`. */
export function schemaFaults(kind: keyof typeof validators, value: unknown): string[] {
  const validate = validators[kind];
  if (validate(value)) return [];
  return validate.errors!.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
