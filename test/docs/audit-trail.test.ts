import { spawnSync } from 'node:child_process';
import { hashSubject } from '../../lambda/telemetry/telemetry';
import { AUDIT_LINES } from '../../lib/audit/lines';
import { ADMINISTRATOR, allowedByEither, identityPolicy } from '../support/stack-policies';
import { synthesizeStage } from '../support/template';
import { onObject, sessionOf } from '../support/trail-events';
import { read, section } from './documents';

const document = read('docs/audit-trail.md');
const query = /```text\n([\s\S]*?)```/.exec(section(document, 'One query'))?.[1] ?? '';
const telemetry = read('lambda/telemetry/telemetry.ts') + read('lambda/verdict/telemetry.ts');
const lines = [...telemetry.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
const who = sessionOf('arn:aws:iam::999900001111:role/Privacy');
const events = ['PutObject', 'GetObject', 'DeleteObject'].map((name) => onObject(name, 'photos', 'faces/alice', who));

/** Fields that the query names, without its functions, its new names and Insights' own. */
function fieldsOf(text: string): string[] {
  const bare = text
    .replace(/"[^"]*"/g, '')
    .replace(/ as \w+/g, '')
    .replace(/^\|? ?(?:fields|filter|sort|limit)\b/gm, '');
  const named = [...bare.matchAll(/`([^`]+)`|@?[A-Za-z][\w.]*/g)].map(([whole, quoted]) => quoted ?? whole);
  return [...new Set(named)].filter((name) => !['coalesce', 'or', 'asc', '@timestamp'].includes(name));
}

/** A field's value; the steps after the second may hold hyphens, never dots. */
function valueAt(event: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((holder, step) => (holder as Record<string, unknown> | null)?.[step], event);
}

test('the query names fields of the function’s lines and of CloudTrail’s events, and no others', () => {
  const fields = fieldsOf(query);
  expect(fields).toEqual(
    expect.arrayContaining(['requestId', 'storeRequestId', 'requestID', 'version', 'responseElements.x-amz-version-id']),
  );
  const unknown = fields.filter(
    (field) => !['type', 'errorCode', ...lines].includes(field) && !events.some((event) => valueAt(event, field) !== undefined),
  );
  expect(unknown).toEqual([]);
});

test('the shell asks the log groups of the trail and of both functions, each as a name of its own', () => {
  const groups = synthesizeStage('prod', 'config/examples/production.json').of('AWS::Logs::LogGroup');
  const [, shown = ''] = /```sh aws\n([\s\S]*?)```/.exec(section(document, 'One query')) ?? [];
  const named = (part: string) => groups.map(([id]) => id).filter((id) => id.includes(part));
  const resources = ['AuditTrailLog', 'FunctionLog'].map((part) => `*"'${part}'"*) echo "${named(part).join('\\t')}";;`);
  const aws = `aws() { case "$*" in ${resources.join(' ')} *start-query*) printf '%s\\n' "$@" >&2;; esac; }`;
  const { stderr } = spawnSync('bash', ['-c', `shopt -s xpg_echo; sed() { :; }; ${aws}\n${shown}`], { encoding: 'utf8' });
  const asked = stderr.split('\n');
  expect(named('FunctionLog')).toHaveLength(2);
  expect(asked).toEqual(expect.arrayContaining([...named('AuditTrailLog'), ...named('FunctionLog')]));
});

test('the hash that the shell makes is the one in the function’s lines', () => {
  expect(document).toContain('sha256sum | cut -c1-16');
  expect(hashSubject('alice')).toMatch(/^[0-9a-f]{16}$/);
});

test('the pattern of the subscription is the one that the document names', () => {
  expect(section(document, 'Sending the audit lines on')).toContain(`\`${AUDIT_LINES}\``);
});

test('the statements for your own bucket let the function read alone, and no role that was made again under its name', () => {
  const shown = [...section(document, 'A bucket of your own').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));
  const [, { Statement: closed }] = shown as [unknown, { Statement: Parameters<typeof identityPolicy>[1] }];
  const role = 'arn:aws:iam::111122223333:role/the-role-of-the-function';
  const may = (principal: string, action: string, userId: string): boolean => {
    const call = { principal, action, resource: 'arn:aws:s3:::your-bucket/faces/alice', context: { 'aws:userId': userId } };
    return allowedByEither(call, closed, identityPolicy(principal, [{ Effect: 'Allow', Action: '*', Resource: '*' }]));
  };
  expect(may(role, 's3:GetObject', 'AROAEXAMPLEEXAMPLE00:FaceMatchProxy')).toBe(true);
  for (const action of ['s3:GetObject', 's3:GetObjectVersion']) {
    expect(may(role, action, 'AROAMADEAGAIN0000000:FaceMatchProxy')).toBe(false);
    expect(may(ADMINISTRATOR, action, 'AROAADMIN:eve')).toBe(false);
  }
});
