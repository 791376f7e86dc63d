import { type Command, Option } from 'commander';
import { Failure } from '../failures/failures';
import { type Job, type Parts, perform } from '../job';
import { stackResources } from '../stage/stack-resources';
import { searchLogs } from './log-query';
import { beginningOf, parseSince, type Since } from './since';
import { stageLogs } from './stage-logs';
import { linkedIds, tell, told } from './story';

interface RequestOptions {
  readonly since: Since;
}

/** Characters of every id in a line. It stands in a query, in quotes. */
const ID = /^[A-Za-z0-9_/+=:-]{6,128}$/;

/** `request`: everything that the logs of a stage say of one request. */
export function registerRequest(program: Command, parts: Parts): void {
  program
    .command('request')
    .argument('<id>', 'requestId of an answer, its header x-amz-apigw-id, faceMatchRequestId, or Microblink’s transactionId')
    .description('Prints the lines of one request in every log of the stage, oldest first.')
    .addOption(
      new Option('--since <when>', 'where to begin: 90m, 6h, 3d, or a time such as 2026-11-28T02:00Z')
        .argParser(parseSince)
        .default(parseSince('24h'), '24h'),
    )
    .addHelpText(
      'after',
      `
Access log, function (what the request came to, what of a photo left, what Lambda says), firewall and execution log. Lines come within a minute.
Two queries of CloudWatch Logs Insights, which cost by what they read: a shorter --since reads less. Nothing names a person: subjects are hashed.
Who touched the photo is in the trail: docs/audit-trail.md, by storeRequestId.

Examples:
  npm run ops -- request 'fCXuG8JRHd56s/I=' --stage prod
  npm run --silent ops -- request 'fCXuG8JRHd56s/I=' --stage prod --since 3d --json | jq '.lines[].line'`,
    )
    .action(perform<RequestOptions>(parts, (job, options, [id = '']) => request(job, id, options)));
}

async function request(job: Job, id: string, { since }: RequestOptions): Promise<undefined> {
  const { terminal, signal } = job;
  if (job.options.local) throw notForLocal();
  if (!ID.test(id)) throw noId();
  const now = job.parts.now();
  const [from, to] = [beginningOf(since, now), now];
  if (from >= to) throw inTheFuture(from);
  const stage = await job.connect();
  const logs = stageLogs(stage, await stackResources(stage, signal));
  const search = (ids: readonly string[]) => searchLogs(stage, { logs, ids, from, to }, signal);
  terminal.note(`Reading ${logs.map(({ name }) => name).join(', ')} of ${stage.stackName} since ${from.toISOString()} …`);
  const first = await search([id]);
  if (first.length === 0) throw notFound(id, from);
  const linked = linkedIds(first, [id], (text) => ID.test(text));
  const lines = (linked.length === 0 ? first : await search([id, ...linked])).map(tell);
  terminal.result({ stage: stage.name, id, since: from.toISOString(), lines }, () => terminal.columns(lines.map(told)));
}

function notForLocal(): Failure {
  return new Failure('not-for-local', {
    what: 'The local stack keeps no logs that a command could read.',
    where: '--local',
    toDo: 'Look at its window: npm start prints a line for each request, and its console shows what each part saw. For a deployed stage leave out --local and name it with --stage.',
  });
}

function noId(): Failure {
  return new Failure('invalid-input', {
    what: 'This is not an id of a request: an id has 6 to 128 letters, digits and characters of _ / + = : -, and nothing else.',
    where: 'the command line, <id>',
    toDo: "Copy requestId from the answer that the caller got, in single quotes: npm run ops -- request 'fCXuG8JRHd56s/I='",
  });
}

function inTheFuture(from: Date): Failure {
  return new Failure('invalid-input', {
    what: `${from.toISOString()} is in the future.`,
    where: '--since',
    toDo: 'Give a time before now; the logs are in UTC.',
  });
}

function notFound(id: string, from: Date): Failure {
  return new Failure('not-found', {
    what: `No line since ${from.toISOString()} has ${id}.`,
    where: 'the log groups of the stage',
    toDo: 'If the request is older, begin earlier with --since (lines end after logs.retentionDays); if it has just been made, wait a minute; else check the id, --stage and --region.',
  });
}
