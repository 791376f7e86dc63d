#!/usr/bin/env node
// The AWS CLI as far as the scripts for an account use it: an IAM that is kept in the file that FAKE_IAM names, with every call in FAKE_IAM_CALLS.
// FAKE_IAM_REFUSES names an operation that it refuses.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');

const ACCOUNT = '999900001111';
const LIMIT_OF_VERSIONS = 5;
const [service, operation, ...words] = process.argv.slice(2);
const options = {};
for (let at = 0; at < words.length; at++) {
  const name = words[at].replace('--', '');
  options[name] = words[at + 1] === undefined || words[at + 1].startsWith('--') ? true : words[++at];
}
appendFileSync(process.env.FAKE_IAM_CALLS, `${service} ${operation} ${process.env.AWS_REGION} ${process.env.AWS_DEFAULT_REGION}\n`);

const file = process.env.FAKE_IAM;
const iam = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { providers: {}, policies: {}, roles: {} };

class Failure extends Error {}

const fail = (code) => {
  throw new Failure(`An error occurred (${code}) when calling the ${operation} operation`);
};
const of = (kind, name) => iam[kind][name] ?? fail('NoSuchEntity');
const add = (kind, name, value) => {
  if (iam[kind][name]) fail('EntityAlreadyExists');
  iam[kind][name] = value;
};
const arnOf = (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const version = (number, isDefault) => ({
  VersionId: `v${number}`,
  IsDefaultVersion: isDefault,
  CreateDate: new Date(number * 1000).toISOString(),
  document: JSON.parse(options['policy-document']),
});

const operations = {
  'get-caller-identity': () => ({ Account: ACCOUNT }),
  'get-open-id-connect-provider': () => of('providers', options['open-id-connect-provider-arn']),
  'create-open-id-connect-provider': () =>
    add('providers', `arn:aws:iam::${ACCOUNT}:oidc-provider/${new URL(options.url).host}`, { ClientIDList: [options['client-id-list']] }),
  'get-policy': () => of('policies', options['policy-arn']),
  'create-policy': () => add('policies', arnOf(options['policy-name']), { Versions: [version(1, true)] }),
  'list-policy-versions': () => of('policies', options['policy-arn']),
  'delete-policy-version': () => {
    const policy = of('policies', options['policy-arn']);
    const gone = policy.Versions.find(({ VersionId }) => VersionId === options['version-id']) ?? fail('NoSuchEntity');
    if (gone.IsDefaultVersion) fail('DeleteConflict');
    policy.Versions = policy.Versions.filter((other) => other !== gone);
  },
  'create-policy-version': () => {
    const policy = of('policies', options['policy-arn']);
    if (policy.Versions.length >= LIMIT_OF_VERSIONS) fail('LimitExceeded');
    const next = Math.max(...policy.Versions.map(({ VersionId }) => Number(VersionId.slice(1)))) + 1;
    policy.Versions = [...policy.Versions.map((older) => ({ ...older, IsDefaultVersion: false })), version(next, true)];
  },
  'get-role': () => of('roles', options['role-name']),
  'create-role': () =>
    add('roles', options['role-name'], {
      trust: JSON.parse(options['assume-role-policy-document']),
      seconds: Number(options['max-session-duration']),
      AttachedPolicies: [],
      PolicyNames: [],
    }),
  'update-assume-role-policy': () => {
    of('roles', options['role-name']).trust = JSON.parse(options['policy-document']);
  },
  'update-role': () => {
    of('roles', options['role-name']).seconds = Number(options['max-session-duration']);
  },
  'attach-role-policy': () => {
    const { AttachedPolicies } = of('roles', options['role-name']);
    of('policies', options['policy-arn']);
    if (!AttachedPolicies.some(({ PolicyArn }) => PolicyArn === options['policy-arn']))
      AttachedPolicies.push({ PolicyArn: options['policy-arn'] });
  },
  'list-attached-role-policies': () => of('roles', options['role-name']),
  'list-role-policies': () => of('roles', options['role-name']),
};

/** As `--output text` writes it. */
const textOf = (value) => (value === null ? 'None' : typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value));

try {
  if (operation === process.env.FAKE_IAM_REFUSES) fail('AccessDenied');
  const answer = (operations[operation] ?? (() => fail('InvalidAction')))();
  // Loaded only here: most calls ask for no part of an answer.
  if (options.query !== undefined) process.stdout.write(`${textOf(require('jmespath').search(answer, options.query))}\n`);
  else if (answer !== undefined) process.stdout.write(`${JSON.stringify(answer)}\n`);
  writeFileSync(file, JSON.stringify(iam));
} catch (failure) {
  if (!(failure instanceof Failure)) throw failure;
  process.stderr.write(`\n${failure.message}\n`);
  process.exitCode = 254;
}
