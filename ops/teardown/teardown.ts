import { existsSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { CONFIG_DIRECTORY } from '../../lib/config/config';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import { type Job, type Parts, perform } from '../job';
import { stackNameOf } from '../stage/deployed-stack';
import { appOptions, quoted } from '../stage/shell';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';
import { contentsOf } from './contents';
import { type DeployedTemplate, qualifierOf, readTemplate } from './deployed-template';
import { type Kept, planOf } from './plan';

interface TeardownOptions {
  readonly plan?: boolean;
  /** The settings file that the stage was deployed with. @default `config/<stage>.json` */
  readonly config?: string;
}

/** `teardown --plan`: what `cdk destroy` removes, what it leaves, and how that is removed. */
export function registerTeardown(program: Command, parts: Parts): void {
  program
    .command('teardown')
    .description('Says what cdk destroy would remove, what would stay and why, and how to remove it.')
    .option('--plan', 'make the plan, which is all that this command does')
    .option(
      '--config <path>',
      'settings file that the stage was deployed with, for the cdk destroy of the plan (default: config/<stage>.json)',
    )
    .addHelpText(
      'after',
      `
The plan is made from the template that is deployed, and nothing is changed. Make it before cdk destroy: afterwards the stack no longer names what it kept.

Example:
  npm run --silent ops -- teardown --plan --stage dev > what-stays.txt`,
    )
    .action(perform<TeardownOptions>(parts, teardown));
}

interface Held extends Kept {
  /** @default - nothing is counted in resources of this type */
  readonly holds?: string;
}

/** What the plan says. */
interface Report {
  readonly stackName: string;
  readonly isProtected: boolean;
  /** Commands, in order. */
  readonly destroy: readonly string[];
  readonly goes: Readonly<Record<string, number>>;
  readonly emptyFirst: readonly Held[];
  readonly stays: readonly Held[];
}

async function teardown(job: Job, { plan: isAsked = false, config }: TeardownOptions): Promise<undefined> {
  if (!isAsked) throw onlyAPlan();
  const stage = await job.connect();
  const { stackName } = stage;
  if (stackName === undefined) {
    job.terminal.result({ goes: {}, emptyFirst: [], stays: [] }, () => [
      'The local stack leaves nothing behind: Ctrl-C in the window of npm start ends it, with users, photos and secret.',
    ]);
    return undefined;
  }
  const { template, isProtected } = await deployed(stage, stackName, job.signal);
  const { where } = stage;
  const plan = planOf(template, await stackResources(stage, job.signal), where);
  const emptyFirst = await withContents(stage, plan.emptyFirst, job.signal);
  const stays = await withContents(stage, plan.stays, job.signal);
  const destroy = [
    ...(isProtected
      ? [`aws cloudformation update-termination-protection ${where} --no-enable-termination-protection --stack-name ${quoted(stackName)}`]
      : []),
    ...plan.emptyFirst.flatMap(({ commands }) => commands),
    ...destroyCommands({ name: stage.name, stackName, config, where, qualifier: qualifierOf(template) }),
  ];
  const report: Report = { stackName, isProtected, destroy, goes: plan.goes, emptyFirst, stays };
  job.terminal.result(report, () => lines(job, stage, report));
  return undefined;
}

async function withContents(stage: Stage, resources: readonly Kept[], signal: AbortSignal): Promise<Held[]> {
  const held: Held[] = [];
  for (const each of resources) held.push({ ...each, holds: await contentsOf(stage, each, signal) });
  return held;
}

async function deployed(
  stage: Stage,
  StackName: string,
  abortSignal: AbortSignal,
): Promise<{ template: DeployedTemplate; isProtected: boolean }> {
  const client = new CloudFormationClient(stage.client('cloudformation'));
  const { TemplateBody = '' } = await asking(`CloudFormation, GetTemplate of ${StackName}`, () =>
    client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }), { abortSignal }),
  );
  const { Stacks: [stack] = [] } = await asking(`CloudFormation, DescribeStacks of ${StackName}`, () =>
    client.send(new DescribeStacksCommand({ StackName }), { abortSignal }),
  );
  return { template: readTemplate(TemplateBody), isProtected: stack?.EnableTerminationProtection === true };
}

interface Destroyed {
  readonly name: string;
  readonly stackName: string;
  readonly config: string | undefined;
  readonly where: string;
  readonly qualifier: string | undefined;
}

/** CDK's own qualifier, which its command line takes by default. */
const OF_CDK = 'hnb659fds';

/** `cdk destroy` runs the app first, and so needs what the stage was deployed with; a stack of another app, or without its settings, is deleted without CDK. */
function destroyCommands({ name, stackName, config, where, qualifier }: Destroyed): string[] {
  const hasSettings = config !== undefined || existsSync(path.join(CONFIG_DIRECTORY, `${name}.json`));
  if (!hasSettings || stackName !== stackNameOf({ stage: name })) {
    return ['delete-stack', 'wait stack-delete-complete'].map(
      (verb) => `aws cloudformation ${verb} ${where} --stack-name ${quoted(stackName)}`,
    );
  }
  const context = [
    ...(config === undefined ? [] : [`config=${config}`]),
    ...(qualifier === undefined || qualifier === OF_CDK ? [] : [`@aws-cdk/core:bootstrapQualifier=${qualifier}`]),
  ];
  return [`npx cdk destroy ${appOptions(name, context, where)}`];
}

function lines({ terminal }: Job, stage: Stage, { stackName, isProtected, destroy, goes, emptyFirst, stays }: Report): string[] {
  const { look, columns } = terminal;
  const described = (resources: readonly Held[]) =>
    columns(
      resources.flatMap(({ type, physicalId, holds, why }) => [
        [`  ${type}`, physicalId],
        ['', `${holds === undefined ? '' : `${holds}. `}${why}.`],
      ]),
    );
  return [
    look.bold(`Stack ${stackName} in ${stage.region}${isProtected ? ', protected from deletion' : ''}`),
    '',
    look.bold('Goes with cdk destroy'),
    ...columns(Object.entries(goes).map(([type, count]) => [`  ${count}`, type])),
    '',
    ...(emptyFirst.length === 0 ? [] : [look.bold(`Goes with all that is in it: ${emptyFirst.length}`), ...described(emptyFirst), '']),
    look.bold(`Stays: ${stays.length}`),
    ...described(stays),
    '',
    look.bold('To destroy the stack, after callers have stopped (lines for sh, bash or zsh)'),
    ...destroy.map((command) => `  ${command}`),
    '',
    look.bold('To remove what stays, if you mean to: this cannot be undone'),
    ...stays.flatMap(({ commands }) => commands.map((command) => `  ${command}`)),
    '',
    'At Microblink, delete each key that a secret had. Your existing pool, bucket or key is not in the stack, and stays as it is.',
  ];
}

function onlyAPlan(): Failure {
  return new Failure('usage', {
    what: 'This command makes a plan and removes nothing.',
    where: 'teardown',
    toDo: 'Pass --plan. You remove what it lists: docs/teardown.md.',
  });
}
